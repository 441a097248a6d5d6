import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ConsoleError } from "../api/client.ts";
import { fetchPreview, type SynonymDraft, type SynonymPreview } from "../api/synonyms.ts";
import { whole } from "../format.ts";

interface SynonymPreviewProps {
  readonly catalog: string;
  readonly pair: SynonymDraft;
  /** Of shoppers, that it is about. */
  readonly searched: string;
}

/** How long a person pauses who has written what they want to see, in milliseconds. */
const PAUSE_MS = 300;

/** The same search without and with a synonym, side by side, when asked for. */
export const SynonymPreviewPart = ({ catalog, pair, searched }: SynonymPreviewProps): VNode => {
  const [isOpen, setOpen] = useState(false);
  const [found, setFound] = useState<SynonymPreview | ConsoleError | null>(null);
  const from = pair.from.trim();
  const to = pair.to.trim();
  // Other words than those that shoppers were seen with are looked for by themselves.
  const text = searched.includes(from) ? searched : from;
  useEffect(() => {
    if (!isOpen || from === "" || to === "") return undefined;
    let over = false;
    const show = (answer: SynonymPreview | ConsoleError) => over || setFound(answer);
    const ask = () =>
      fetchPreview(catalog, { ...pair, from, to }, text).then(show, (cause: unknown) => show(ConsoleError.of(cause)));
    const timer = setTimeout(() => void ask(), found === null ? 0 : PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [isOpen, catalog, from, to, pair.isTwoWay, text]);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary aria-label={`Before and after ${from} to ${to}`}>Before and after</summary>
      {found === null ? (
        <p class="quiet">Searching.</p>
      ) : found instanceof ConsoleError ? (
        <p class="quiet">{`${found.message} ${found.hint ?? ""}`}</p>
      ) : (
        <>
          <p>{`Who searches for “${found.text}” finds`}</p>
          <div class="columns synonym-sides">
            <Side name="Without it" news="gone" side={found.without} />
            <Side name="With it" news="new" side={found.with} />
          </div>
        </>
      )}
    </details>
  );
};

const Side = ({ name, news, side }: { name: string; news: string; side: SynonymPreview["with"] }): VNode => (
  <section aria-label={name}>
    <h3>{`${name}: ${whole(side.total)} ${side.total === 1 ? "product" : "products"}`}</h3>
    {side.total > 0 && !side.whole && <p class="quiet">Not all that was asked for, or in other words.</p>}
    <ol class="plain-list">
      {side.hits.map(({ id, title, only_here }) => (
        <li key={id}>
          {title} {only_here && <span class={`status ${news === "new" ? "status-new" : ""}`}>{news}</span>}
        </li>
      ))}
    </ol>
  </section>
);
