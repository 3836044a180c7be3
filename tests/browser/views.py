"""Slack's forms and Home tab and Discord's forms, drawn from the JSON that those are given."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.adapters.web.previews.inline import join, tag
from bot.adapters.web.previews.slack import blocks_html

Json = dict[str, Any]

CSS = """
body { margin: 0; background: #e9ecee; }
.stage { display: inline-flex; gap: 20px; align-items: flex-start; padding: 20px;
  font: 15px/1.46 "Lato", "Helvetica Neue", Arial, sans-serif; }
.pane { flex: none; width: 560px; border-radius: 10px; overflow: hidden; background: #fff;
  box-shadow: 0 1px 6px rgb(0 0 0 / 18%); }
.pane.dark { background: #313338; color: #dbdee1; }
.bar { padding: 12px 20px; border-bottom: 1px solid rgb(127 127 127 / 25%); font-weight: 900; }
.more { padding: 0 20px 18px 66px; color: #1264a3; font-size: 13px; font-weight: 700; }
.dark .more { color: #00a8fc; }
.form { padding: 16px 20px; }
.form > * + * { margin-top: 12px; }
.form h3 { margin: 8px 0 0; font-size: 18px; }
.form .presses { display: flex; flex-wrap: wrap; gap: 8px; }
.form .press { padding: 5px 12px; border: 1px solid #bbb; border-radius: 8px; font-size: 13px;
  font-weight: 700; }
.form ul { padding-left: 22px; list-style: disc; }
.form hr { border: 0; border-top: 1px solid rgb(127 127 127 / 30%); }
.form .context { color: #616061; font-size: 13px; }
.label { font-weight: 700; font-size: 14px; }
.field { margin-top: 4px; padding: 7px 12px; border: 1px solid rgb(127 127 127 / 55%);
  border-radius: 6px; }
.field.empty { color: #8a8d91; }
.dark .field { background: #1e1f22; border-color: #1e1f22; }
.foot { display: flex; justify-content: flex-end; gap: 10px; padding: 14px 20px;
  border-top: 1px solid rgb(127 127 127 / 25%); }
.foot span { color: inherit; padding: 6px 16px; border: 1px solid #bbb; border-radius: 8px;
  font-weight: 700; }
.foot span:last-child { background: #007a5a; border-color: #007a5a; color: #fff; }
.dark .foot span:last-child { background: #5865f2; border-color: #5865f2; }
"""


def slack_form(view: Mapping[str, Any]) -> Markup:
    """Draw a modal."""
    body = tag("div", join(map(_block, view["blocks"])), css="form slack")
    foot = tag("div", tag("span", "Cancel"), tag("span", view["submit"]["text"]), css="foot")
    return join((tag("div", view["title"]["text"], css="bar"), body, foot))


def slack_home(view: Mapping[str, Any], names: Mapping[str, str]) -> Markup:
    """Draw a Home tab; `names` are those of channels."""
    body = tag("div", join(map(_block, _named(view["blocks"], names))), css="form slack")
    return join((tag("div", "Quickread · Home", css="bar"), body))


def discord_form(form: Mapping[str, Any]) -> Markup:
    """Draw a modal of labels."""
    fields = join(
        tag("div", tag("div", one["label"], css="label"), _discord_field(one["component"]))
        for one in form["components"]
    )
    foot = tag("div", tag("span", "Cancel"), tag("span", "Submit"), css="foot")
    return join((tag("div", form["title"], css="bar"), tag("div", fields, css="form"), foot))


def thread_link(words: str) -> Markup:
    """Draw the line under a message that opens its thread."""
    return tag("div", words, css="more")


def channel(name: str, *inside: Markup, dark: bool = False) -> Markup:
    """Draw a column of messages under its name."""
    return tag("div", tag("div", name, css="bar"), *inside, css=f"pane{' dark' if dark else ''}")


def _block(block: Json) -> Markup:
    if block["type"] == "input":
        return tag("div", tag("div", block["label"]["text"], css="label"), _field(block["element"]))
    if block["type"] == "actions" and block["elements"][0]["type"] != "button":
        return join(map(_field, block["elements"]))
    return blocks_html([block])


def _field(element: Json) -> Markup:
    chosen = element.get("initial_option")
    said = chosen["text"]["text"] if chosen else element.get("initial_value")
    said = said or element.get("initial_time")
    if said:
        return tag("div", str(said), css="field")
    hint = (element.get("placeholder") or {}).get("text", "Choose")
    return tag("div", str(hint), css="field empty")


def _discord_field(component: Json) -> Markup:
    options: Sequence[Json] = component.get("options", ())
    said = next((one["label"] for one in options if one.get("default")), component.get("value"))
    css = "field" if said else "field empty"
    return tag("div", str(said or component.get("placeholder", "")), css=css)


def _named(blocks: Sequence[Json], names: Mapping[str, str]) -> list[Json]:
    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        if isinstance(value, dict):
            return {
                key: names.get(one, one) if key == "channel_id" else named(one)
                for key, one in value.items()
            }
        return value

    found: list[Json] = named(list(blocks))
    return found
