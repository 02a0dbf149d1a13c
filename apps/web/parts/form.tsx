// A form of somebody who is signed in.
import { randomUUID } from 'node:crypto';
import { type ComponentChildren } from 'preact';
import { pageUrl, useView, useVisitor } from '../view.js';

interface FormProps {
  /** Where it is sent, after the language. */
  to: string;
  /** Of this request: the same one when the form is shown again with its faults, so that what is sent twice happens once. */
  formKey?: string;
  /** The ETag of what is changed, as it was read. */
  revision?: string;
  /** It brings a file along. */
  withFile?: boolean;
  children: ComponentChildren;
}

/** Brings back the token of the session, so that no page elsewhere can send it in their name. */
export function Form({ to, formKey = randomUUID(), revision, withFile = false, children }: FormProps) {
  const { language } = useView();
  const { formToken } = useVisitor();
  return (
    <form method="post" action={pageUrl(language, to)} enctype={withFile ? 'multipart/form-data' : undefined} novalidate>
      <input type="hidden" name="formToken" value={formToken} />
      <input type="hidden" name="key" value={formKey} />
      {revision !== undefined && <input type="hidden" name="revision" value={revision} />}
      {children}
    </form>
  );
}
