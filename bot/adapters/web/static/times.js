// Moments in the reader's own zone and manner.

const STYLES = {
  time: { hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "long", year: "numeric" },
  "date and time": { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
};
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysAgo = (date) => Math.round((startOfDay(new Date()) - startOfDay(date)) / 86_400_000);

export function shown(date, style) {
  if (style === "ago") return ago(date);
  const options = { ...STYLES[style] };
  if (style !== "time" && date.getFullYear() !== new Date().getFullYear()) options.year = "numeric";
  return new Intl.DateTimeFormat("en-GB", options).format(date);
}

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  if (Math.abs(seconds) > 6 * 86400) return shown(date, "date and time");
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of UNITS)
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  return seconds < 0 ? "just now" : "in a moment";
}

export function day(date) {
  const days = daysAgo(date);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" }).format(date);
}

export function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.textContent = shown(date, time.dataset.style || "date and time");
    time.title = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" }).format(date);
  }
}
