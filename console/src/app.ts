// Everything the work pages load: htmx for navigation and live fragments, and the custom elements.
import "htmx.org";
import { LxClock } from "./elements/lx-clock";
import { LxCopy } from "./elements/lx-copy";
import { LxDialog } from "./elements/lx-dialog";
import { LxDraft } from "./elements/lx-draft";
import { LxFileDrop } from "./elements/lx-file-drop";
import { LxHotkeys } from "./elements/lx-hotkeys";
import { LxLive } from "./elements/lx-live";
import { LxPicker } from "./elements/lx-picker";
import { LxPrint } from "./elements/lx-print";
import { LxSeen } from "./elements/lx-seen";
import { LxSidePanel } from "./elements/lx-side-panel";
import { LxSurvey } from "./elements/lx-survey";
import { LxTake } from "./elements/lx-take";
import { LxTheme } from "./elements/lx-theme";
import { LxToast } from "./elements/lx-toast";
import { installFailures } from "./lib/failures";
import { installFolds } from "./lib/folds";
import { installHold } from "./lib/hold";
import { installMenus } from "./lib/menus";
import { installOpeners } from "./lib/openers";
import { installSlow } from "./lib/slow";

installMenus(document);
installOpeners(document);
installFolds(document);
installHold(document);
installFailures(document);
installSlow(document);

const elements: Record<string, CustomElementConstructor> = {
  "lx-clock": LxClock,
  "lx-copy": LxCopy,
  "lx-dialog": LxDialog,
  "lx-draft": LxDraft,
  "lx-file-drop": LxFileDrop,
  "lx-hotkeys": LxHotkeys,
  "lx-live": LxLive,
  "lx-picker": LxPicker,
  "lx-print": LxPrint,
  "lx-seen": LxSeen,
  "lx-side-panel": LxSidePanel,
  "lx-survey": LxSurvey,
  "lx-take": LxTake,
  "lx-theme": LxTheme,
  "lx-toast": LxToast,
};
for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
