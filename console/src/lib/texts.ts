// The few texts that the client says by itself. Everything else comes from the server, in data attributes or markup.

const texts = {
  left: ["剩 {0}", "{0} left"],
  over: ["超 {0}", "{0} over"],
  seconds: ["秒", "s"],
  minutes: ["分", "min"],
  hours: ["小时", "h"],
  days: ["天", "d"],
  live: ["实时更新中", "Live"],
  connecting: ["正在连接", "Connecting"],
  lost: ["连接中断，正在重连", "Connection lost, trying again"],
  draftSaved: ["草稿已存 {0}", "Draft saved {0}"],
  draftOffline: ["网络断开，已存在本机", "Offline; saved in this browser"],
  draftConflict: ["别处已改过这份草稿，请刷新后再写", "This draft was changed elsewhere; reload before you go on"],
  draftRefused: ["草稿没有存上（{0}）", "Draft not saved ({0})"],
  draftFound: ["本机有未存上的内容", "This browser holds unsaved text"],
  draftRestore: ["恢复", "Restore"],
  draftDrop: ["丢弃", "Discard"],
  noMatch: ["没有匹配的", "No match"],
  sourceFailed: ["取不到选项，请重试", "The choices could not be fetched; try again"],
  open: ["展开", "Open"],
  remove: ["移除 {0}", "Remove {0}"],
  lead: ["主办", "Lead"],
  support: ["协办", "Support"],
  makeLead: ["改为主办：{0}", "Make {0} the lead"],
  makeSupport: ["改为协办：{0}", "Make {0} supporting"],
  addUnit: ["添加单位", "Add a unit"],
  tooLarge: ["超过 {0}，未选", "Larger than {0}; left out"],
  tooMany: ["最多 {0} 个，其余未选", "At most {0}; the rest was left out"],
  changes: ["{0} 处新变化，点按更新", "{0} new; press to show"],
  copied: ["已复制", "Copied"],
  copyFailed: ["复制不了，请手动选取", "Could not copy; select it by hand"],
  offline: ["网络断开，没有发出去。请稍后再试", "Offline; nothing was sent. Try again in a moment"],
  panelFailed: ["打不开，请重试", "Could not be opened; try again"],
} as const;

export type Text = keyof typeof texts;

/** The text in the language of the page, with `{0}` filled in. */
export function say(key: Text, value = "", lang = document.documentElement.lang): string {
  return texts[key][lang.startsWith("zh") ? 0 : 1].replace("{0}", value);
}
