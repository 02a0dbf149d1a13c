// The form as a list of tasks, each with its mark, and the page on which all of it is checked before it is handed in.
import { Banner } from '../../parts/banner.js';
import { Button } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { idOf } from '../../parts/form-fields.js';
import { ErrorSummary, Inset } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView, withQuery } from '../../view.js';
import { type Begun, changedKeys, filedForm, reasonsFor } from './drafts.js';
import { fieldsOf, materialKeys, sectionAt, sectionsOf } from './form.js';
import { pageOf, type Placed } from './judged.js';
import { ReasonTable } from './reasons.js';
import { Differences, named, Summary } from './summary.js';

const titleOf = ({ kind }: Begun, filing: { formTitle: string; changeTitle: string; resubmissionTitle: string }): string =>
  ({ filing: filing.formTitle, resubmission: filing.resubmissionTitle, change: filing.changeTitle })[kind];

function Reasons({ begun }: { begun: Begun }) {
  const { filing } = useView().words;
  const reasons = reasonsFor(begun);
  return reasons.length === 0 ? null : <ReasonTable caption={filing.reasonBeside} reasons={reasons} />;
}

interface TasksProps {
  begun: Begun;
  /** All that the API finds in the form now. */
  faults: readonly Placed[];
  done?: string;
}

export function TasksPage({ begun, faults, done }: TasksProps) {
  const { language, words } = useView();
  const { filing } = words;
  const title = titleOf(begun, filing);
  const to = `/desk/drafts/${begun.id}`;
  const changed = changedKeys(begun).map((key) => sectionAt(`/${key}`));
  const whole = faults.filter(({ section }) => section === undefined);
  return (
    <Page title={title} section="/desk">
      <Banner>{done === 'saved' ? filing.saved : undefined}</Banner>
      <span class="govuk-caption-l app-written">{begun.title ?? filing.unnamed}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      {whole.map(({ message }) => (
        <Inset>{message}</Inset>
      ))}
      <Reasons begun={begun} />
      <h2 class="govuk-heading-m">{filing.tasks}</h2>
      <p class="govuk-body">{filing.tasksLead}</p>
      <ul class="govuk-task-list">
        {sectionsOf(begun.kind).map((section) => {
          const open = faults.filter((fault) => fault.section === section).length;
          const id = `task-${section}-status`;
          const href = pageUrl(
            language,
            withQuery(`${to}/${section}`, { review: open > 0 && started(begun, section) ? '1' : undefined }),
          );
          return (
            <li class="govuk-task-list__item govuk-task-list__item--with-link">
              <div class="govuk-task-list__name-and-hint">
                <a class="govuk-link govuk-task-list__link" href={href} aria-describedby={id}>
                  {filing.sections[section]}
                </a>
              </div>
              <div class="govuk-task-list__status" id={id}>
                {open > 0 ? <strong class="govuk-tag govuk-tag--blue">{filing.toMend(open)}</strong> : filing.complete}
                {begun.kind === 'change' && section !== 'dates' && (
                  <> · {changed.includes(section) ? filing.changed : filing.unchanged}</>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <p class="govuk-body">
        <a class="govuk-button" role="button" draggable={false} href={pageUrl(language, `${to}/check`)}>
          {filing.check}
        </a>
      </p>
      <Form to={`${to}/discard`} revision={begun.etag}>
        <p class="govuk-body">{filing.discardLead}</p>
        <Button secondary>{filing.discard}</Button>
      </Form>
    </Page>
  );
}

/** Whether anything of the section has been filled in: what nobody has begun is not shown as wrong. */
const started = ({ kind, form }: Begun, section: Placed['section'] & string): boolean =>
  fieldsOf(kind, section, form).some(({ path }) => form[path.split('/')[1]!] !== undefined);

interface CheckProps {
  begun: Begun;
  faults?: readonly Placed[];
  formKey?: string;
  /** It was changed after it was shown for checking. */
  again?: boolean;
}

export function CheckPage({ begun, faults = [], formKey, again = false }: CheckProps) {
  const { language, words } = useView();
  const { filing } = words;
  const { id, kind, form, etag, of } = begun;
  const keys = changedKeys(begun);
  const fields = sectionsOf(kind).flatMap((section) => fieldsOf(kind, section, form));
  const linked = named(faults, fields, filing).map(({ message, ...fault }) => {
    const page = fault.section && pageUrl(language, withQuery(pageOf(begun, fault), { review: '1' }));
    // A fault of a section as a whole, such as that it is empty, begins with the name of the section.
    const whole = fault.section && !fields.some(({ path }) => idOf(path) === fault.field);
    return { field: fault.field, message: whole ? `${filing.sections[fault.section!]}: ${message}` : message, page };
  });
  return (
    <Page title={filing.check} section="/desk" faulty={faults.length > 0}>
      <ErrorSummary faults={linked} />
      <span class="govuk-caption-l">{titleOf(begun, filing)}</span>
      <h1 class="govuk-heading-l">{filing.check}</h1>
      {again && <Inset>{filing.checkAgain}</Inset>}
      <p class="govuk-body">{filing.checkLead}</p>
      {of && <Differences caption={filing.differences} before={filedForm(of.filing)} after={form} />}
      {kind === 'change' && (
        <ul class="govuk-list govuk-list--bullet">
          {keys.map((key) => (
            <li>
              {materialKeys[key](filing)}: {String((form.changedOn as Record<string, string> | undefined)?.[key] ?? filing.none)}
            </li>
          ))}
        </ul>
      )}
      <h2 class="govuk-heading-m">{filing.content}</h2>
      <Summary kind={kind} form={form} draft={id} />
      <p class="govuk-body">{filing.declaration}</p>
      <Form to={`/desk/drafts/${id}/submission`} formKey={formKey} revision={etag}>
        {of && <input type="hidden" name="of" value={of.etag} />}
        <div id="act">
          <Button>{filing.submit}</Button>
        </div>
      </Form>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/desk/drafts/${id}`)}>
          {filing.backToTasks}
        </a>
      </p>
    </Page>
  );
}
