"use strict";

// Applies changed parts of the page as the emulator sends them. Without this script, reloading the page shows the same.
(() => {
  const path = document.body.dataset.live;
  if (!path || !window.EventSource) {
    return;
  }

  const indicator = document.getElementById("live");
  const show = (connected) => {
    indicator.hidden = false;
    indicator.classList.toggle("off", !connected);
    indicator.querySelector("span").textContent = connected ? "Updates automatically" : "Not connected";
  };

  const apply = ({ id, parent, version, html }) => {
    const old = document.getElementById(id);
    const list = document.getElementById(parent);
    if (old?.dataset.version === version || (!old && !list)) {
      return;
    }

    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild;
    if (!old) {
      list[list.dataset.order === "newest" ? "prepend" : "append"](fresh);
      fresh.classList.add("fresh");
      while (parent === "requests" && list.childElementCount > 100) {
        list.lastElementChild.remove();
      }

      return;
    }

    const hadFocus = old.contains(document.activeElement);
    const wasOpen = [...old.querySelectorAll("details")].map((details) => details.open);
    fresh.querySelectorAll("details").forEach((details, index) => {
      details.open = wasOpen[index] ?? false;
    });
    const scrolled = old.querySelector(".scroll")?.scrollLeft;
    old.replaceWith(fresh);
    if (scrolled) {
      fresh.querySelector(".scroll").scrollLeft = scrolled;
    }

    if (hadFocus) {
      fresh.querySelector("summary, button, a, [tabindex]")?.focus();
    }
  };

  // A browser allows six connections to the emulator. Hidden tabs don't use one.
  let source = null;
  const connect = () => {
    source?.close();
    if (document.hidden) {
      return;
    }

    source = new EventSource(path);
    source.addEventListener("open", () => show(true));
    source.addEventListener("error", () => show(false));
    source.addEventListener("message", (event) => apply(JSON.parse(event.data)));
  };

  document.addEventListener("visibilitychange", connect);
  connect();
})();
