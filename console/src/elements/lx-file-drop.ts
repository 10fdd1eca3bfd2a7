// <lx-file-drop>: drop, paste or choose; shows what was taken and refuses what is too large before it is sent.
import { icon, make } from "../lib/dom";
import { say } from "../lib/texts";

const MIB = 1024 * 1024;

export class LxFileDrop extends HTMLElement {
  #urls: string[] = [];
  #kept: File[] = [];

  connectedCallback(): void {
    this.dataset["ready"] = "";
    this.addEventListener("change", this.#change);
    this.addEventListener("dragover", this.#over);
    this.addEventListener("dragleave", this.#leave);
    this.addEventListener("drop", this.#drop);
    this.addEventListener("paste", this.#paste);
  }

  disconnectedCallback(): void {
    this.removeEventListener("change", this.#change);
    this.removeEventListener("dragover", this.#over);
    this.removeEventListener("dragleave", this.#leave);
    this.removeEventListener("drop", this.#drop);
    this.removeEventListener("paste", this.#paste);
    this.#forget();
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('input[type="file"]');
  }

  #change = (): void => this.#take([...(this.#input?.files ?? [])]);
  #over = (event: DragEvent): void => {
    event.preventDefault();
    this.querySelector(".drop")?.classList.add("is-over");
  };
  #leave = (): void => this.querySelector(".drop")?.classList.remove("is-over");
  #drop = (event: DragEvent): void => {
    event.preventDefault();
    this.#leave();
    this.#take([...(event.dataTransfer?.files ?? [])]);
  };
  #paste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.#take(files);
  };

  /** Adds to what is there: choosing twice does not lose the first choice. */
  #take(files: File[]): void {
    const bytesMax = Number(this.dataset["bytesMax"]);
    const filesMax = Number(this.dataset["filesMax"]);
    const isNew = (file: File) => !this.#kept.some((kept) => kept.name === file.name && kept.size === file.size && kept.lastModified === file.lastModified);
    const fresh = files.filter(isNew);
    const fitting = fresh.filter((file) => file.size <= bytesMax);
    const room = filesMax === 1 ? 1 : filesMax - this.#kept.length;
    this.#kept = filesMax === 1 && fitting.length > 0 ? [] : this.#kept;
    this.#kept.push(...fitting.slice(0, Math.max(0, room)));
    const refused = fresh.filter((file) => file.size > bytesMax).map((file) => `${file.name}: ${say("tooLarge", `${bytesMax / MIB} MB`)}`);
    if (fitting.length > room) refused.push(say("tooMany", String(filesMax)));
    this.#write(refused);
  }

  #write(refused: string[]): void {
    const transfer = new DataTransfer();
    for (const file of this.#kept) transfer.items.add(file);
    if (this.#input) this.#input.files = transfer.files;
    this.#forget();
    const lines = this.#kept.map((file) => this.#line(file));
    const wrongs = refused.map((text) => make("li", { class: "drop-file is-wrong" }, icon("circle-alert"), text));
    this.querySelector(".drop-files")?.replaceChildren(...lines, ...wrongs);
  }

  #line(file: File): HTMLElement {
    const remove = make("button", { type: "button", class: "btn btn-quiet btn-icon btn-small", "aria-label": say("remove", file.name) }, icon("x"));
    remove.addEventListener("click", () => {
      this.#kept = this.#kept.filter((kept) => kept !== file);
      this.#write([]);
      this.#input?.focus();
    });
    const size = file.size < MIB ? `${Math.ceil(file.size / 1024)} kB` : `${(file.size / MIB).toFixed(1)} MB`;
    return make("li", { class: "drop-file" }, this.#picture(file), file.name, make("span", { class: "quiet" }, size), remove);
  }

  #picture(file: File): Node {
    if (!file.type.startsWith("image/")) return icon("file-text");
    const url = URL.createObjectURL(file);
    this.#urls.push(url);
    return make("img", { src: url, alt: "", width: "40", height: "40" });
  }

  #forget(): void {
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls = [];
  }
}
