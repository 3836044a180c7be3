// Talking to the server: JSON with the page's token, and files of events that resume by themselves.

const meta = (name) => document.querySelector(`meta[name="quickread-${name}"]`);
let token = meta("token").content;
export const version = meta("version").content;
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export class Refusal extends Error {
  constructor(words, hint) {
    super([words, hint].filter(Boolean).join(" "));
  }
}

async function read(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // an answer without JSON carries no more words
  }
  if (!response.ok) throw new Refusal(body.error || `The server answered ${response.status}.`, body.hint);
  return body;
}

async function request(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Refusal("Quickread can't be reached.", "Is it still running?");
  }
}

export async function get(path, query = {}) {
  const words = new URLSearchParams(Object.entries(query).filter(([, value]) => value != null));
  return read(await request(`${path}?${words}`, { headers: { Accept: "application/json" } }));
}

export async function post(path, body) {
  const send = () =>
    request(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Quickread-Token": token },
      body: JSON.stringify({ ...body, zone }),
    });
  let response = await send();
  if (response.status === 403) {
    // Quickread was started anew since this page was loaded
    token = (await get("/api/session")).token;
    response = await send();
  }
  return read(response);
}

// Calls on[name](data) for each event; on.state(true|false) when the connection comes and goes.
export function listen(on, lastSeen) {
  let source;
  const open = () => {
    source = new EventSource(`/events?after=${lastSeen()}`);
    source.onopen = () => on.state(true);
    source.onerror = () => {
      on.state(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000);
    };
    for (const name of ["message", "changed", "working", "done", "channel", "reset", "hello"])
      source.addEventListener(name, (event) => on[name](JSON.parse(event.data)));
  };
  open();
  addEventListener("pagehide", () => source.close());
}
