import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { consent, forget, isLearning } from "../api/behaviour.ts";

/** What the shop does with what one does here, and how to stop it. */
export const Footer = (): VNode => {
  const [learning, setLearning] = useState(isLearning);
  const [forgotten, setForgotten] = useState(false);
  return (
    <footer class="footer">
      <p>A demo storefront. Found, sorted and counted by Winnow, which learns from what is opened and bought here.</p>
      <div class="footer-row">
        <label class="check">
          <input
            type="checkbox"
            class="switch"
            checked={learning}
            onChange={({ currentTarget }) => {
              consent(currentTarget.checked);
              setLearning(currentTarget.checked);
              setForgotten(false);
            }}
          />
          Learn from my clicks
        </label>
        <button
          type="button"
          class="text-button"
          onClick={() => {
            forget();
            setForgotten(true);
          }}
        >
          Forget me
        </button>
        <a href="/console/">Console</a>
      </div>
      <p role="status" class="footer-status">
        {forgotten ? "Your browser has forgotten who you were. What comes next is from somebody new." : ""}
      </p>
    </footer>
  );
};
