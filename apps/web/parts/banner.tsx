// What has just been done, said once on the page that shows it.
import { useView } from '../view.js';

export function Banner({ children }: { children: string | undefined }) {
  const { words } = useView();
  if (children === undefined) return null;
  return (
    <div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="banner-title">
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="banner-title">
          {words.important}
        </h2>
      </div>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">{children}</p>
      </div>
    </div>
  );
}
