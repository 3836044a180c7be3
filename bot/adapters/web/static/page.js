// The page: where one is (the address after #), what is shown there, and what happens meanwhile.

import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { get, listen, post, version } from "./net.js";
import { localise } from "./times.js";

const $ = (id) => document.getElementById(id);
const app = $("app");
const PREVIEWS = app.dataset.previews.split(" ").filter(Boolean);
const LABELS = { slack: "Slack", discord: "Discord", terminal: "Terminal" };
const VIEWS = ["stories", "feeds", "coming", "deliveries", "help"];
const here = { channel: null, view: null, thread: null, threadId: null, upTo: 0 };
const recent = [];
const replies = new Set();
let newest = 0;
let lastChannel = null;

const log = new Log($("log"), { empty: welcome });
const threadLog = new Log($("thread-log"));

// --- small things -------------------------------------------------------------------------------

function tell(words) {
  const toast = $("toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (toast.hidden = true), 6000);
}

async function trying(work) {
  try {
    return (await work()) ?? true;
  } catch (problem) {
    tell(problem.message);
    return false;
  }
}

function make(name, words, properties = {}) {
  const node = Object.assign(document.createElement(name), properties);
  if (words) node.textContent = words;
  return node;
}

function welcome() {
  const box = make("div", "", { className: "welcome" });
  const name = here.channel;
  box.append(make("h2", `#${name}`), make("p", "Ask for a brief, or have a digest posted here at its time."));
  const row = make("div", "", { className: "tries" });
  for (const [line, what] of [
    ["/brief ukraine", "Brief a topic now"],
    ["/digest subscribe ukraine daily 08:00", "A digest every morning"],
    ["/help", "See every command"],
  ]) {
    const button = make("button", "", { type: "button", className: "try" });
    button.dataset.try = line;
    button.append(make("code", line), make("span", what));
    row.append(button);
  }
  box.append(row);
  return box;
}

// --- where one is -------------------------------------------------------------------------------

const channels = () => [...document.querySelectorAll("[data-channel]")].map((link) => link.dataset.channel);
const toChannel = (name) => `#/c/${encodeURIComponent(name)}`;

function place() {
  const [kind, first, , key] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  if (kind === "v" && VIEWS.includes(first)) return { view: first };
  if (kind === "c" && channels().includes(first)) return { channel: first, thread: key || null };
  return null;
}

async function go() {
  const wanted = place();
  if (!wanted) {
    location.replace(toChannel(localStorage.getItem("channel") || channels()[0]));
    if (!place()) location.replace(toChannel(channels()[0]));
    return;
  }
  closeDrawer();
  closeMenu();
  mark(wanted);
  if (wanted.view) await showView(wanted.view);
  else await showChannel(wanted.channel, wanted.thread);
}

function mark({ channel, view }) {
  for (const link of document.querySelectorAll("#side a[href]")) {
    const on = channel ? link.dataset.channel === channel : link.dataset.view === view;
    if (on) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

async function showChannel(channel, thread) {
  const moved = here.channel !== channel || here.view;
  here.view = null;
  $("view").hidden = true;
  $("conversation").hidden = false;
  if (moved) {
    here.channel = channel;
    lastChannel = channel;
    localStorage.setItem("channel", channel);
    $("title").textContent = `#${channel}`;
    $("topic").textContent = "";
    $("composer").placeholder = `Message #${channel}`;
    document.title = `#${channel} · Quickread`;
    unread(channel, false);
    await trying(() => loadChannel(channel));
    if (!thread && !matchMedia("(pointer: coarse)").matches) $("composer").focus();
  }
  if (thread) await openThread(thread);
  else hideThread();
}

async function loadChannel(channel) {
  const found = await get("/api/messages", { channel });
  if (here.channel !== channel) return;
  newest = Math.max(newest, found.upTo);
  here.upTo = found.upTo;
  log.fill(found.messages);
  catchUp(log, found.upTo, (message) => message.channel === channel && !message.thread);
  for (const about of found.working) working(about);
}

async function showView(view) {
  hideThread();
  Object.assign(here, { view, channel: null });
  $("conversation").hidden = true;
  const room = $("view");
  room.hidden = false;
  const name = document.querySelector(`[data-view="${view}"] .name`).textContent;
  $("title").textContent = name;
  document.title = `${name} · Quickread`;
  await trying(() => refreshView(view));
  room.focus({ preventScroll: true });
}

async function refreshView(view) {
  const { html } = await get(`/api/views/${view}`);
  if (here.view !== view) return;
  const words = $("view").querySelector("[data-filter]")?.value;
  $("view").innerHTML = html; // made and escaped by the server
  localise($("view"));
  const filter = $("view").querySelector("[data-filter]");
  if (filter && words) {
    filter.value = words;
    filterRows(words);
  }
}

function filterRows(words) {
  for (const row of $("view").querySelectorAll("[data-row]"))
    row.hidden = !row.dataset.row.includes(words.trim().toLowerCase());
}

// --- threads ------------------------------------------------------------------------------------

async function openThread(key) {
  const { channel } = here;
  here.thread = key;
  const done = await trying(async () => {
    const found = await get("/api/messages", { channel, thread: key });
    if (here.thread !== key) return;
    here.threadId = found.parent.id;
    threadLog.fill([{ ...found.parent, replies: 0 }, ...found.messages]);
    for (const message of found.messages) replies.add(message.id);
    catchUp(threadLog, found.upTo, (message) => message.thread === found.parent.id);
    threadLog.entry(found.parent.id).classList.add("parent");
    for (const about of found.working) working(about);
    $("thread").hidden = false;
    app.classList.add("with-thread");
    $("thread-topic").textContent = `#${channel}`;
    if (found.messages.length === 0) $("thread-log").scrollTop = 0;
    $("thread-composer").focus();
  });
  if (!done) location.hash = toChannel(channel);
}

function hideThread() {
  if ($("thread").hidden) return;
  const back = log.entry(here.threadId);
  Object.assign(here, { thread: null, threadId: null });
  $("thread").hidden = true;
  app.classList.remove("with-thread");
  (back || $("composer")).focus({ preventScroll: true });
}

// --- what happens meanwhile ---------------------------------------------------------------------

function unread(channel, on) {
  const link = [...document.querySelectorAll("[data-channel]")].find((one) => one.dataset.channel === channel);
  if (!link) return;
  link.classList.toggle("has-unread", on);
  link.querySelector(".unread").hidden = !on;
}

// Adds what came while the column was being loaded.
function catchUp(column, upTo, fits) {
  for (const message of recent) if (message.id > upTo && fits(message)) column.add(message);
}

function receive(message) {
  newest = Math.max(newest, message.id);
  recent.push(message);
  recent.splice(0, recent.length - 100);
  if (message.thread) {
    if (replies.has(message.id)) return;
    replies.add(message.id);
    if (message.channel === here.channel && message.id > here.upTo) log.replied(message.thread);
    if (message.thread === here.threadId) show(threadLog, message);
    else if (message.author !== "you") announce(`Reply in a thread: ${message.summary}`);
    return;
  }
  if (message.channel !== here.channel) return unread(message.channel, true);
  show(log, message);
}

function show(column, message) {
  const follow = column.atEnd || message.author === "you";
  const entry = column.add(message);
  if (!entry) return;
  if (message.author !== "you") entry.classList.add("fresh");
  if (!follow) {
    if (column === log) $("newer").hidden = false;
    return;
  }
  // the start of a long answer is what one wants to read first
  const tall = entry.offsetHeight > column.node.clientHeight - 40;
  if (tall) column.node.scrollTop = entry.offsetTop - column.node.offsetTop - 12;
  else column.toEnd();
}

function announce(words) {
  $("announce").textContent = words;
}

function working({ ask, channel, thread }) {
  if (channel !== here.channel) return;
  const column = thread === null ? log : thread === here.threadId ? threadLog : null;
  if (!column) return;
  const follow = column.atEnd;
  column.wait(ask);
  if (follow) column.toEnd();
}

const events = {
  state(on) {
    const words = $("connection");
    words.textContent = on ? "Connected" : "Reconnecting…";
    words.classList.toggle("off", !on);
  },
  hello({ working: open, version: current }) {
    if (current !== version) return location.reload();
    const asks = new Set(open.map(({ ask }) => ask));
    for (const column of [log, threadLog])
      for (const ask of [...column.working.keys()]) if (!asks.has(ask)) column.done(ask);
    open.forEach(working);
  },
  message: receive,
  changed(message) {
    for (const column of [log, threadLog]) column.replace(message);
  },
  working,
  done({ ask }) {
    log.done(ask);
    threadLog.done(ask);
  },
  channel({ name }) {
    addChannel(name);
  },
  async reset() {
    if (here.channel) await trying(() => loadChannel(here.channel));
    if (here.thread) await openThread(here.thread);
  },
};

// --- saying and pressing ------------------------------------------------------------------------

const say = (thread) => (text) =>
  trying(async () =>
    receive(await post("/api/say", { channel: here.channel, text, ...(thread() && { thread: thread() }) })),
  );
const composer = new Composer({ form: $("form"), field: $("composer"), offers: $("offers"), send: say(() => null) });
new Composer({
  form: $("thread-form"), field: $("thread-composer"), offers: $("thread-offers"), send: say(() => here.thread),
});

function fillIn(line) {
  const put = () => composer.put(line);
  if (here.channel) return put();
  addEventListener("hashchange", () => setTimeout(put, 150), { once: true });
  location.hash = toChannel(lastChannel || channels()[0]);
}

async function pressButton(button) {
  const { key } = button.closest(".entry").dataset;
  button.disabled = true;
  await trying(() => post("/api/press", { key, action: button.dataset.action, value: button.dataset.value }));
  setTimeout(() => (button.disabled = false), 1200);
}

async function importFile(file) {
  if (!file) return;
  if (file.size > 6_000_000) return tell("That file is too large for a list of feeds.");
  const text = await file.text();
  const channel = here.channel || lastChannel || channels()[0];
  if (here.view) location.hash = toChannel(channel);
  const done = await trying(() => post("/api/import", { channel, name: file.name, text }));
  if (done) receive(done);
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  const entry = on(".entry");
  if (on("[data-open-thread]")) location.hash = `${toChannel(here.channel)}/t/${encodeURIComponent(entry.dataset.key)}`;
  else if (on("[data-action]")) pressButton(on("[data-action]"));
  else if (on("[data-menu]")) return openMenu(on("[data-menu]"));
  else if (on("[data-try]")) fillIn(on("[data-try]").dataset.try);
  else if (on("[data-import]")) $("file").click();
  else if (on("[data-close]")) on("dialog").close();
  else if (event.target.matches("dialog")) event.target.close();
  if (!on(".menu")) closeMenu();
});
$("close-thread").onclick = () => (location.hash = toChannel(here.channel));
$("slash").onclick = () => composer.put("/");
$("file").onchange = () => importFile($("file").files[0]).then(() => ($("file").value = ""));
$("newer").onclick = () => log.toEnd();
$("log").onscroll = () => log.atEnd && ($("newer").hidden = true);
$("view").oninput = (event) => event.target.matches("[data-filter]") && filterRows(event.target.value);
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  importFile(event.dataTransfer.files[0]);
});

// --- previews -----------------------------------------------------------------------------------

let menuFrom = null;
function openMenu(button) {
  if (menuFrom === button) return closeMenu();
  closeMenu();
  menuFrom = button;
  const menu = $("menu");
  menu.replaceChildren(
    ...PREVIEWS.map((name) => {
      const item = make("button", `As ${LABELS[name] || name}`, { type: "button", role: "menuitem" });
      item.onclick = () => preview(button.closest(".entry").dataset.key, name);
      return item;
    }),
  );
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  const { right, bottom, top } = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, right - menu.offsetWidth)}px`;
  menu.style.top = `${bottom + menu.offsetHeight + 8 > innerHeight ? top - menu.offsetHeight - 4 : bottom + 4}px`;
  menu.firstElementChild?.focus();
}

function closeMenu() {
  if (!menuFrom) return;
  $("menu").hidden = true;
  menuFrom.setAttribute("aria-expanded", "false");
  menuFrom = null;
}

$("menu").onkeydown = (event) => {
  const items = [...$("menu").children];
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + move + items.length) % items.length].focus();
};

async function preview(key, name) {
  closeMenu();
  $("preview-tabs").replaceChildren(
    ...PREVIEWS.map((other) => {
      const tab = make("button", LABELS[other] || other, { type: "button", role: "tab" });
      tab.setAttribute("aria-selected", String(other === name));
      tab.onclick = () => preview(key, other);
      return tab;
    }),
  );
  await trying(async () => {
    const { html } = await get("/api/preview", { key, as: name });
    $("preview").innerHTML = html; // made and escaped by the server
    localise($("preview"));
    if (!$("previewer").open) $("previewer").showModal();
    $("preview").scrollTop = 0;
  });
}

// --- channels, switcher, drawer, theme ----------------------------------------------------------

function addChannel(name) {
  if (channels().includes(name)) return;
  const item = $("channels").firstElementChild.cloneNode(true);
  const link = item.querySelector("a");
  link.dataset.channel = name;
  link.href = toChannel(name);
  link.removeAttribute("aria-current");
  link.querySelector(".name").textContent = name;
  $("channels").append(item);
  unread(name, false);
}

$("add-channel").onclick = () => {
  $("namer-text").value = "";
  $("namer-wrong").textContent = "";
  $("namer").showModal();
  $("namer-text").focus();
};
$("namer-form").onsubmit = async (event) => {
  event.preventDefault();
  try {
    const { name } = await post("/api/channels", { name: $("namer-text").value });
    addChannel(name);
    $("namer").close();
    location.hash = toChannel(name);
  } catch (problem) {
    $("namer-wrong").textContent = problem.message;
  }
};

let choices = [];
let chosen = 0;
function listChoices() {
  const words = $("switch-text").value.trim().replace(/^#/, "").toLowerCase();
  const all = [...document.querySelectorAll("#side a[href]")].map((link) => ({
    name: link.querySelector(".name").textContent, href: link.getAttribute("href"), channel: link.dataset.channel,
  }));
  choices = all.filter(({ name }) => name.toLowerCase().includes(words));
  chosen = Math.min(chosen, Math.max(choices.length - 1, 0));
  $("switch-list").replaceChildren(
    ...choices.map(({ name, channel }, at) => {
      const item = make("li", channel ? `# ${name}` : name, { id: `choice-${at}`, role: "option" });
      item.setAttribute("aria-selected", String(at === chosen));
      item.onclick = () => choose(at);
      return item;
    }),
  );
  $("switch-text").setAttribute("aria-activedescendant", `choice-${chosen}`);
}
function choose(at) {
  $("switcher").close();
  if (choices[at]) location.hash = choices[at].href;
}
function openSwitcher() {
  chosen = 0;
  $("switch-text").value = "";
  listChoices();
  closeDrawer();
  $("switcher").showModal();
  $("switch-text").focus();
}
$("jump").onclick = openSwitcher;
$("switch-text").oninput = () => {
  chosen = 0;
  listChoices();
};
$("switch-text").onkeydown = (event) => {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move && choices.length) {
    chosen = (chosen + move + choices.length) % choices.length;
    listChoices();
  } else if (event.key === "Enter") choose(chosen);
  else return;
  event.preventDefault();
};

function closeDrawer() {
  app.classList.remove("drawn");
  $("veil").hidden = true;
  $("drawer").setAttribute("aria-expanded", "false");
}
$("drawer").onclick = () => {
  app.classList.add("drawn");
  $("veil").hidden = false;
  $("drawer").setAttribute("aria-expanded", "true");
  $("side").querySelector("[aria-current]")?.focus();
};
$("veil").onclick = closeDrawer;
$("side").addEventListener("click", (event) => event.target.closest("a") && closeDrawer());

function theme(name) {
  if (name) document.documentElement.dataset.theme = name;
}
$("theme").onclick = () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  theme(dark ? "light" : "dark");
  localStorage.setItem("theme", root.dataset.theme);
};

addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea") || document.querySelector("dialog[open]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!$("switcher").open) openSwitcher();
  } else if (event.key === "Escape" && menuFrom) {
    const from = menuFrom;
    closeMenu();
    from.focus();
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    if (app.classList.contains("drawn")) {
      closeDrawer();
      $("drawer").focus();
    } else if (here.thread) location.hash = toChannel(here.channel);
  } else if (event.key === "/" && !typing && here.channel) {
    event.preventDefault();
    composer.put("/");
  }
});

// --- start --------------------------------------------------------------------------------------

theme(localStorage.getItem("theme"));
if (/Mac|iPhone|iPad/.test(navigator.platform)) document.querySelector("[data-mod-k]").textContent = "⌘ K";
addEventListener("hashchange", go);
setInterval(() => here.view && here.view !== "help" && refreshView(here.view).catch(() => {}), 20_000);
await go();
listen(events, () => newest);
