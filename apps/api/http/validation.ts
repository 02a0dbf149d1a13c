// Form is checked here, lawfulness in the domain. Every fault of a form is reported at once, each with its place.
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { type ValidationError } from 'class-validator';
import { type Problem, problem, type ProblemError } from '#platform/problem.js';
import { jsonPointer } from './json-pointer.js';
import { certainInstance } from './plain-form.js';

/** More would make the answer longer than anyone reads, and longer than the request. */
const MAX_ERRORS = 100;

class FormFaults extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('the form has faults');
  }
}

/** `isLocalDate` → `local-date`: codes are the constraints' names in the spelling of all our codes. */
const codeOf = (constraint: string): string =>
  constraint === 'whitelistValidation'
    ? 'unknown-field'
    : constraint
        .replace(/^is(?=[A-Z])/, '')
        .replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`)
        .toLowerCase();

const detailOf = (constraint: string, message: string): string =>
  constraint === 'whitelistValidation' ? 'the form has no such field' : message;

interface Fault {
  path: readonly string[];
  code: string;
  detail: string;
}

const faultsOf = (errors: readonly ValidationError[], parent: readonly string[] = []): Fault[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = property === undefined ? parent : [...parent, property];
    const own = Object.entries(constraints).map(([name, message]) => ({
      path,
      code: codeOf(name),
      detail: detailOf(name, message),
    }));
    return [...own, ...faultsOf(children, path)];
  });

/** `IsOptional` also passes null, which would be another way of leaving a member out: the domain knows one. Rows of an import are no forms yet. */
function nullsIn(form: unknown, path: readonly string[] = []): Fault[] {
  if (Array.isArray(form)) return form.flatMap((item, i) => nullsIn(item, [...path, String(i)]));
  if (typeof form !== 'object' || form === null || form.constructor === Object) return [];
  return Object.entries(form).flatMap(([name, value]) =>
    value === null
      ? [{ path: [...path, name], code: 'null', detail: 'what is optional is left out, never null' }]
      : nullsIn(value, [...path, name]),
  );
}

const problemFor = (
  faults: readonly Fault[],
  place: (path: readonly string[]) => Partial<ProblemError>,
  inBody: boolean,
): Problem => {
  const errors = faults.slice(0, MAX_ERRORS).map(({ path, code, detail }) => ({ ...place(path), code, detail }));
  const detail = faults.length > MAX_ERRORS ? `the first ${MAX_ERRORS} of ${faults.length} faults` : undefined;
  if (!inBody) return problem('parameter-malformed', { errors, detail });
  return problem(faults.every(({ code }) => code === 'unknown-field') ? 'unknown-field' : 'invalid', { errors, detail });
};

/** The faults of a form that is one of several in a body, with pointers into itself. */
export const formErrors = (errors: readonly ValidationError[]): { pointer: string; code: string; detail: string }[] =>
  faultsOf(errors)
    .slice(0, MAX_ERRORS)
    .map(({ path, code, detail }) => ({ pointer: jsonPointer(path), code, detail }));

/**
 * The global pipe: what a dto does not declare is refused, and nothing is converted behind its back. Throws 422 `invalid` (or
 * `unknown-field`, where that is all there is) with JSON Pointers for bodies, 400 `parameter-malformed` for queries and paths.
 */
@Injectable()
export class FormPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      transformOptions: { enableImplicitConversion: false },
      exceptionFactory: (errors) => new FormFaults(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value; // made by our own decorators, not by the client
    const inBody = metadata.type === 'body';
    if (inBody && Array.isArray(value) && this.toValidate(metadata)) {
      throw problem('invalid', { errors: [{ pointer: '', code: 'object', detail: 'the body must be an object' }] });
    }
    const certain = inBody ? certainInstance(metadata.metatype, value) : undefined;
    if (certain) return certain;
    const place = inBody
      ? (path: readonly string[]) => ({ pointer: jsonPointer(path) })
      : (path: readonly string[]) => ({ parameter: path.join('.').slice(0, 100) });
    const form: unknown = await super.transform(value, metadata).catch((error: unknown) => {
      throw error instanceof FormFaults ? problemFor(faultsOf(error.errors), place, inBody) : error;
    });
    const nulls = nullsIn(form);
    if (nulls.length > 0) throw problemFor(nulls, place, inBody);
    return form;
  }

  /** A parameter reaches its own pipe as it was sent: `1e3` and `0x1` are other spellings of a number, which no address of ours has. */
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}
