import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SessionAnswer } from "../../src/wire/console.ts";
import { ConsoleError, signIn } from "./api/client.ts";
import { Mark } from "./parts/mark.tsx";

interface LoginProps {
  readonly trouble?: string;
  readonly onSignedIn: (session: SessionAnswer) => void;
}

/** Asks for an admin key once; from then on a cookie that scripts cannot read stands for it. */
export const Login = ({ trouble, onSignedIn }: LoginProps): VNode => {
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(trouble ?? null);
  const submit = async () => {
    setBusy(true);
    try {
      onSignedIn(await signIn(key.trim()));
    } catch (error) {
      setWrong(error instanceof ConsoleError ? error.message : "Signing in failed.");
      setBusy(false);
    }
  };
  return (
    <main class="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Mark />
        <h1>Console</h1>
        <label for="key">Admin key</label>
        <input
          id="key"
          type="password"
          autocomplete="current-password"
          required
          value={key}
          aria-describedby="key-help"
          aria-invalid={wrong !== null}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
        <p id="key-help">
          Printed when Winnow first started; <code>winnow keys create</code> makes another.
        </p>
        <p class="login-wrong" role="alert">
          {wrong}
        </p>
        <button type="submit" class="button button-main" disabled={busy || key.trim() === ""}>
          Sign in
        </button>
      </form>
    </main>
  );
};
