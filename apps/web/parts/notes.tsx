// What must not be overlooked.
import { type ComponentChildren } from 'preact';
import { useView } from '../view.js';

export function Warning({ children }: { children: ComponentChildren }) {
  const { words } = useView();
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{words.warning}</span>
        {children}
      </strong>
    </div>
  );
}

export const Inset = ({ children }: { children: ComponentChildren }) => <div class="govuk-inset-text">{children}</div>;

export interface FieldFault {
  /** Id of the field. */
  field: string;
  message: string;
  /** The page that the field is on, where it is another one. */
  page?: string;
}

/** Everything that is wrong with a form, each fault with a link to its field. */
export function ErrorSummary({ faults }: { faults: readonly FieldFault[] }) {
  const { words } = useView();
  if (faults.length === 0) return null;
  return (
    <div class="govuk-error-summary" role="alert" tabIndex={-1}>
      <h2 class="govuk-error-summary__title">{words.errorSummary}</h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {faults.map(({ field, message, page = '' }) => (
            <li>
              <a href={`${page}#${field}`}>{message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
