// Reads a list of cards from standard input, and writes what Microsoft's parser finds wrong with each.
// argv: the folder of the npm package `adaptivecards`.
"use strict";
const AdaptiveCards = require(process.argv[2] + "/dist/adaptivecards.js");

function faults(json) {
  // The parser's own fault, not the card's: its pattern for `lang` is global and keeps its place from one card to the next,
  // so that every second card is said to have a bad language.
  AdaptiveCards.CardElement.langProperty.regEx.lastIndex = 0;
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.parse(json, context);
  const parsed = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at));
  const validated = card.validateProperties().validationEvents;
  return [...parsed, ...validated].map((event) => event.message);
}

const cards = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cards.map(faults)));
