import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { fetchModels, promote, rollBack } from "../api/client.ts";
import { Confirm } from "../parts/confirm.tsx";
import { ModelCard } from "../parts/model-card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePolled } from "../state/use-polled.ts";

type Asked = { readonly promote: string } | "roll back" | null;

/** All models that are kept, newest first, and the two levers: promote one by hand, roll back. */
export const ModelsPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const { value, error, refresh } = usePolled(`models ${catalog}`, () => fetchModels(catalog));
  const [asked, setAsked] = useState<Asked>(null);
  const close = (done: boolean) => {
    setAsked(null);
    if (done) refresh();
  };
  const canRollBack = value !== null && (value.pointer.champion !== null || value.pointer.canary !== null);
  return (
    <>
      <div class="page-head">
        <h1>Models</h1>
        <button type="button" class="button" disabled={!canRollBack} onClick={() => setAsked("roll back")}>
          Roll back
        </button>
      </div>
      <Trouble error={error} onSignedOut={onSignedOut} />
      {value?.models.length === 0 && (
        <p class="panel quiet">
          No model has been trained yet. The first one comes by itself once enough searches have led to clicks.
        </p>
      )}
      <ul class="cards">
        {value?.models.map((model) => (
          <ModelCard key={model.version} model={model} onPromote={() => setAsked({ promote: model.version })} />
        ))}
      </ul>
      {asked === "roll back" && (
        <Confirm title="Roll back?" action="Roll back" run={() => rollBack(catalog)} onClose={close}>
          <p>
            The model on trial is taken back, or the one before the serving one serves again; without one, the text
            order. It holds for every shopper within seconds.
          </p>
        </Confirm>
      )}
      {asked !== null && asked !== "roll back" && (
        <Confirm
          title="Promote by hand?"
          action="Promote"
          run={() => promote(catalog, { version: asked.promote })}
          onClose={close}
        >
          <p>
            <code>{asked.promote}</code> will serve every shopper at once, whatever its test said. It is kept as your
            decision, and can be rolled back.
          </p>
        </Confirm>
      )}
    </>
  );
};
