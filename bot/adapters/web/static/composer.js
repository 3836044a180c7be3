// A message field: grows with what is typed, offers commands, takes up the last line with ↑.

import { get } from "./net.js";

export class Composer {
  constructor({ form, field, offers, send }) {
    Object.assign(this, { form, field, list: offers, send });
    this.offers = [];
    this.at = 0;
    this.asked = 0;
    this.last = "";
    field.addEventListener("input", () => this.changed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    offers.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.at = Number(option.dataset.at);
      this.take();
    });
    this.changed();
  }

  put(text) {
    this.field.value = text;
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.changed();
  }

  changed() {
    const { field } = this;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    this.form.classList.toggle("ready", field.value.trim() !== "");
    this.ask();
  }

  async ask() {
    const typed = this.field.value;
    const mine = ++this.asked;
    if (!typed.startsWith("/") || typed.includes("\n")) return this.close();
    try {
      const { offers } = await get("/api/complete", { typed });
      if (mine === this.asked) this.show(offers);
    } catch {
      this.close();
    }
  }

  show(offers) {
    this.offers = offers;
    if (!offers.length) return this.close();
    this.at = Math.min(this.at, offers.length - 1);
    this.list.replaceChildren(...offers.map((offer, at) => this.option(offer, at)));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.mark();
  }

  option(offer, at) {
    const made = document.createElement("li");
    made.role = "option";
    made.id = `${this.list.id}-${at}`;
    made.dataset.at = at;
    const name = document.createElement("b");
    name.textContent = `/${offer.name}`;
    const usage = document.createElement("code");
    usage.textContent = offer.usage;
    const summary = document.createElement("span");
    summary.textContent = offer.summary;
    made.append(name, usage, summary);
    return made;
  }

  mark() {
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === this.at));
      if (at === this.at) option.scrollIntoView({ block: "nearest" });
    });
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  close() {
    this.asked++;
    this.offers = [];
    this.at = 0;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  // Whether taking the marked offer would add something to the line.
  adds() {
    const offer = this.offers[this.at];
    const typed = this.field.value.slice(1).trim().toLowerCase();
    return Boolean(offer) && offer.name.startsWith(typed) && offer.name !== typed;
  }

  take() {
    const offer = this.offers[this.at];
    if (!offer) return;
    const whole = `/${offer.name}${offer.usage ? " " : ""}`;
    if (!this.field.value.toLowerCase().startsWith(whole.trim())) this.put(whole);
    else if (this.field.value.trim() === whole.trim()) this.put(whole);
  }

  pressed(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && move && this.offers.length > 1) {
      event.preventDefault();
      this.at = (this.at + move + this.offers.length) % this.offers.length;
      this.mark();
    } else if (event.key === "ArrowUp" && this.field.value === "" && this.last) {
      event.preventDefault();
      this.put(this.last);
    } else if (open && event.key === "Tab" && !event.shiftKey && this.adds()) {
      event.preventDefault();
      this.take();
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (open && this.adds()) this.take();
      else this.submit();
    }
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.close();
    this.changed();
    this.last = text;
    if (!(await this.send(text)) && this.field.value === "") this.put(text);
  }
}
