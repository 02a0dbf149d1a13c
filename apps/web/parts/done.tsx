// After a form: that what it asked for has been done.
import { useView } from '../view.js';

/** Nothing where nothing was done. */
export function Done({ done }: { done?: string }) {
  const { words } = useView();
  if (done === undefined) return null;
  return (
    <div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-label={words.acts.done}>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">{done === 'saved' ? words.acts.saved : words.acts.done}</p>
      </div>
    </div>
  );
}
