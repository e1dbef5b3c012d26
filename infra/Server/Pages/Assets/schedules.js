import { $, h, api, say } from "./lib.js";

api("schedules").then(page => {
  $("#schedules").replaceChildren(h("p", {}, page.items.length ? "" : "No schedule yet."));
}).catch(fault => say(fault.message));
