// The screen in the room by keyboard, or by a presenter's remote control, which sends page keys: each key follows a
// link of the page's own.
(() => {
  const follow = (rel) => {
    const way = document.querySelector(`[rel=${rel}]`);
    if (way) location.assign(way.href);
  };
  const room = document.scrollingElement;
  const isAtEnd = () => room.scrollTop + room.clientHeight >= room.scrollHeight - 2;
  const isAtStart = () => room.scrollTop <= 2;
  // A text longer than the screen is read to its end before the next thing comes.
  const onward = () => isAtEnd() && "next";
  const backward = () => isAtStart() && "prev";
  const keys = {
    ArrowRight: () => "next", ArrowLeft: () => "prev", ArrowDown: onward, ArrowUp: backward,
    PageDown: onward, PageUp: backward, " ": onward, Home: () => "first", End: () => "last", Escape: () => "up",
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const rel = event.key === " " && event.shiftKey ? backward() : keys[event.key]?.();
    if (!rel) return;
    event.preventDefault();
    follow(rel);
  });
})();
