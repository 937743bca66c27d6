// In the page: draws cards with Microsoft's renderer, one below the other, and tells where each of them stands.
"use strict";

function dress(style, hostConfig) {
  document.documentElement.innerHTML = "<head><meta charset='utf-8'><style></style></head><body></body>";
  document.querySelector("style").textContent = style;
  window.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
}

function draw(cards, width) {
  document.body.replaceChildren();
  const places = cards.map((json) => {
    const place = document.body.appendChild(document.createElement("section"));
    place.className = "card";
    place.style.width = width + "px";
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = window.hostConfig;
    // The renderer's pattern for `lang` keeps its place from one card to the next, which makes every second fail.
    AdaptiveCards.CardElement.langProperty.regEx.lastIndex = 0;
    card.parse(json);
    place.appendChild(card.render());
    return place;
  });
  return places.map((place) => {
    const { x, y, width, height } = place.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height, cut: cutOff(place) };
  });
}

// The texts of what is wider than its room: a button cut short, a word running out of its box.
function cutOff(place) {
  const right = place.getBoundingClientRect().right;
  return [...place.querySelectorAll("*")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === "hidden"
      || each.getBoundingClientRect().right > right + 1)
    .map((each) => each.textContent.slice(0, 80));
}

// The cards drawn last, beside one another under titles, cut at `tallest`; tells the size of it all.
function layOut(titles, tallest) {
  Object.assign(document.body.style, { display: "inline-flex", gap: "28px", padding: "18px 20px", alignItems: "start" });
  [...document.body.children].forEach((card, at) => {
    const place = document.createElement("div");
    place.innerHTML = "<div style='font-weight: 600; margin: 0 2px 10px'></div>";
    place.firstChild.textContent = titles[at];
    card.style.maxHeight = tallest + "px";
    card.replaceWith(place);
    place.append(card);
  });
  const { width, height } = document.body.getBoundingClientRect();
  return { width: Math.ceil(width), height: Math.ceil(height) };
}
