// The reader's look as `ui/look.rs` keeps it: words joined by dots in one cookie.

export interface Look {
  lang: "zh" | "en";
  theme: "" | "light" | "dark";
  contrast: boolean;
  large: boolean;
}

export function lookOf(root: HTMLElement): Look {
  const theme = root.dataset["theme"];
  return {
    lang: root.lang.startsWith("zh") ? "zh" : "en",
    theme: theme === "light" || theme === "dark" ? theme : "",
    contrast: root.dataset["contrast"] === "high",
    large: root.dataset["type"] === "large",
  };
}

export function lookText(look: Look): string {
  return [look.lang, look.theme, look.contrast ? "contrast" : "", look.large ? "large" : ""].filter(Boolean).join(".");
}
