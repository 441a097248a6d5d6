import type { VNode } from "preact";

export const Mark = (): VNode => (
  <span class="wordmark">
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M6 11l4.6 11h1.6L16 13.4l3.8 8.6h1.6L26 11" />
    </svg>
    <span>winnow</span>
  </span>
);
