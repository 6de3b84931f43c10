/**
 * Long words on a hall screen that nobody scrolls: set smaller down to what is still read from the last row, then turned
 * page by page.
 */
import { t } from "./text.js";
import { element, number } from "./view.js";

/** How small words may become, as a part of their usual size; the stylesheet keeps each above its own least size. */
const SMALLEST = 0.6;
const STEP = 0.05;
/** Rather than setting them smaller than this, words that are there in a short form are shown in it. */
const SHORTENED = 0.8;
/** People read about so many words in a second, in a language that may not be their first. */
const WORDS_PER_SECOND = 2.5;
const [LEAST_MS, MOST_MS] = [8_000, 40_000];

/** The pages of what is on the stage: of its `.screen-body` where it has one, and one page where all fits. */
export class Pages {
  #stage;
  #mark = element("p", "screen-page");
  #page = 0;
  #pages = 1;
  #timer = 0;
  #each = 0;

  /** @param {HTMLElement} stage holds one element */
  constructor(stage) {
    this.#stage = stage;
    this.#mark.ariaHidden = "true";
  }

  /** How long it takes to turn to all of them, in ms. */
  get round() {
    return this.#pages > 1 ? this.#pages * this.#each : 0;
  }

  /** Begin with the first page of something else. */
  begin() {
    this.#page = 0;
    this.#pages = 0;
  }

  /** Fit what is on the stage into it. */
  fit() {
    const content = this.#stage.firstElementChild;
    const names = content.querySelector(".seats-names");
    if (names) content.querySelector(".hemicycle").after(names);
    this.#fill(content);
    if (!names || content.scrollHeight <= this.#stage.clientHeight) return;
    // Where many sit there is no room for their names below the seats: they are turned to, after the sentences.
    content.querySelector(".screen-body").append(names);
    this.#fill(content);
  }

  #fill(content) {
    const body = content.querySelector(".screen-body");
    const rule = content.querySelector(".screen-rule");
    const full = () => body !== null && body.scrollHeight > body.clientHeight + 1;
    const tooBig = () => full() || content.scrollHeight > this.#stage.clientHeight;
    this.#mark.remove();
    body?.classList.remove("screen-paged");
    content.classList.remove("screen-short");
    if (rule) body?.after(rule);
    shrink(content, tooBig, content.querySelector(".short") ? SHORTENED : SMALLEST);
    if (tooBig()) {
      content.classList.add("screen-short");
      shrink(content, tooBig);
    }
    // A rule of many houses leaves the question a line at a time: then it is turned to, after the question.
    if (full() && rule && body.clientHeight < rule.offsetHeight) body.append(rule);
    const paged = full();
    if (paged) {
      // Its line takes room from the pages that are counted next.
      this.#mark.textContent ||= "…";
      content.append(this.#mark);
      body.classList.add("screen-paged");
    }
    this.#count(paged ? Math.max(1, Math.round(body.scrollWidth / stride(body))) : 1, body);
  }

  #count(pages, body) {
    if (pages !== this.#pages) {
      this.#pages = pages;
      clearInterval(this.#timer);
      const reading = (1000 * (body?.textContent ?? "").split(/\s+/).length) / pages / WORDS_PER_SECOND;
      this.#each = Math.min(MOST_MS, Math.max(LEAST_MS, reading));
      if (pages > 1) this.#timer = setInterval(() => this.#show(this.#page + 1), this.#each);
    }
    this.#show(this.#page);
  }

  #show(page) {
    this.#page = page % this.#pages;
    const body = this.#stage.querySelector(".screen-paged");
    if (!body) return;
    const forward = getComputedStyle(body).direction === "rtl" ? -1 : 1;
    body.scrollLeft = forward * this.#page * stride(body);
    this.#mark.textContent = t("screen.page", { page: number(this.#page + 1), pages: number(this.#pages) });
  }
}

/** From one page to the next, in pixels. */
function stride(body) {
  return body.getBoundingClientRect().width + parseFloat(getComputedStyle(body).columnGap);
}

/** Set a box smaller until it fits, as small as may be. */
export function shrink(box, tooBig, smallest = SMALLEST) {
  box.style.setProperty("--fit", "1");
  if (matchMedia("(max-width: 60rem)").matches) return;
  for (let size = 1; tooBig() && size > smallest; ) {
    size = Math.max(smallest, size - STEP);
    box.style.setProperty("--fit", size.toFixed(2));
  }
}
