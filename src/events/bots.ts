/**
 * Whether an agent says that no person is behind it: crawlers, monitors and driven browsers. Libraries are not among them,
 * since a shop's own server may report what its shoppers do; bots that say nothing are found by what they do
 * (ranking/traffic).
 */
export const isBotAgent = (userAgent: string | undefined): boolean =>
  userAgent !== undefined && bots.test(userAgent.slice(0, 1000));

// By the words that robots name themselves with; Cubot is a maker of telephones.
const bots =
  /(?<!cu)bot\b|crawl|spider|slurp|scrap|headless|phantomjs|puppeteer|playwright|selenium|lighthouse|pingdom|uptime|archiver|facebookexternalhit|link ?preview/i;
