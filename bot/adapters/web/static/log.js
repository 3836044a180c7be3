// A column of messages, in order of their ids, each shown once.

import { day, localise } from "./times.js";

export class Log {
  constructor(node, { empty } = {}) {
    this.node = node;
    this.empty = empty;
    this.clear();
  }

  clear() {
    this.seen = new Set();
    this.node.replaceChildren();
    this.working = new Map();
  }

  get atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  fill(messages) {
    this.clear();
    this.node.setAttribute("aria-busy", "true");
    for (const message of messages) this.add(message);
    if (!messages.length && this.empty) this.node.append(this.empty());
    this.node.removeAttribute("aria-busy");
    this.toEnd();
  }

  add(message) {
    if (this.seen.has(message.id)) return null;
    this.seen.add(message.id);
    this.node.querySelector(".welcome")?.remove();
    const holder = document.createElement("template");
    holder.innerHTML = message.html; // made and escaped by the server
    const entry = holder.content.querySelector(".entry");
    localise(entry);
    this.count(entry, message.replies || 0);
    const entries = [...this.node.querySelectorAll(":scope > .entry")];
    const before = entries.findLast((one) => Number(one.dataset.id) < message.id);
    if (before) before.after(entry);
    else this.node.prepend(entry);
    this.dress(entry);
    const after = entry.nextElementSibling;
    if (after?.matches(".entry")) this.dress(after);
    for (const bubble of this.working.values()) this.node.append(bubble);
    return entry;
  }

  // What was said is said in other words now; where it stands and what hangs under it stays.
  replace(message) {
    const old = this.entry(message.id);
    if (!old) return;
    const holder = document.createElement("template");
    holder.innerHTML = message.html; // made and escaped by the server
    const entry = holder.content.querySelector(".entry");
    localise(entry);
    this.count(entry, Number(old.dataset.replies) || 0);
    entry.className = old.className;
    old.replaceWith(entry);
  }

  // A new day gets a line; who goes on talking needs no name again.
  dress(entry) {
    let before = entry.previousElementSibling;
    if (before?.matches(".day")) {
      before.remove();
      before = entry.previousElementSibling;
    }
    const at = new Date(entry.dataset.at);
    const then = before?.matches(".entry") ? new Date(before.dataset.at) : null;
    const sameDay = then && day(then) === day(at);
    entry.classList.toggle(
      "goes-on",
      Boolean(sameDay) && before.dataset.author === entry.dataset.author && at - then < 180_000 &&
        !before.matches(".private") && !entry.matches(".private"),
    );
    if (sameDay) return;
    const line = document.createElement("div");
    line.className = "day";
    line.innerHTML = "<span></span>";
    line.firstChild.textContent = day(at);
    entry.before(line);
  }

  entry(id) {
    return this.node.querySelector(`.entry[data-id="${Number(id)}"]`);
  }

  count(entry, replies) {
    const link = entry.querySelector(".thread-link");
    entry.dataset.replies = replies;
    link.hidden = !replies;
    link.textContent = replies === 1 ? "1 reply" : `${replies} replies`;
  }

  replied(id) {
    const entry = this.entry(id);
    if (entry) this.count(entry, Number(entry.dataset.replies) + 1);
  }

  wait(ask) {
    if (this.working.has(ask)) return;
    const bubble = document.createElement("div");
    bubble.className = "working";
    bubble.innerHTML = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>Quickread is working…</span>';
    this.working.set(ask, bubble);
    this.node.append(bubble);
  }

  done(ask) {
    this.working.get(ask)?.remove();
    this.working.delete(ask);
  }
}
