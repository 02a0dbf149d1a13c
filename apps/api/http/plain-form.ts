// The quick half of checking a form: says yes to what is certainly right, so that only the rest needs the validator's full account.
// The rules are the dto's own, taken from their decorators once; nothing is declared twice.
import { type Type } from '@nestjs/common';
import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from 'class-validator';

/** Where `IsForm` and `IsFormList` leave the class of their forms. */
const NESTED = Symbol('nested form');

type Form = Type<object>;
type Members = Record<string, unknown>;
type Check = (value: unknown) => boolean;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

interface Field {
  optional: boolean;
  rules: Check[];
  nested: PlainForm | undefined;
}

/** Notes of which class the forms in this field are. */
export const Nests =
  (form: () => Form): PropertyDecorator =>
  (target, property) =>
    Reflect.defineMetadata(NESTED, form, target, property);

/** One dto class. A class with a kind of rule that is not known here is never sure of anything. */
class PlainForm {
  private constructor(
    private readonly form: Form,
    private readonly fields: ReadonlyMap<string, Field> | undefined,
  ) {}

  private static readonly known = new Map<Form, PlainForm>();

  static of(form: Form): PlainForm {
    let plain = PlainForm.known.get(form);
    if (!plain) PlainForm.known.set(form, (plain = new PlainForm(form, fieldsOf(form))));
    return plain;
  }

  /** Whether a JSON value certainly holds what the class declares and nothing else, and breaks none of its rules. */
  isSure(value: unknown): boolean {
    const { fields } = this;
    if (!fields || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const key of Object.keys(value)) if (!fields.has(key)) return false;
    for (const [name, field] of fields) if (!holds(field, (value as Members)[name])) return false;
    return true;
  }

  /** The same as an instance of the class, down to the innermost form. */
  instance(value: object): object {
    const made = Object.assign(new this.form(), value) as Members;
    for (const [name, { nested }] of this.fields ?? []) {
      const inside = nested && (made[name] as object | object[] | undefined | null);
      if (inside)
        made[name] = Array.isArray(inside) ? inside.map((item: object) => nested.instance(item)) : nested.instance(inside);
    }
    return made;
  }
}

/** The instance, where the value is certainly valid; undefined is no verdict. */
export function certainInstance(form: unknown, value: unknown): object | undefined {
  if (typeof form !== 'function') return undefined;
  const plain = PlainForm.of(form as Form);
  return plain.isSure(value) ? plain.instance(value as object) : undefined;
}

function holds({ optional, rules, nested }: Field, value: unknown): boolean {
  if (optional && value === undefined) return true;
  for (const rule of rules) if (!rule(value)) return false;
  if (!nested) return true;
  return Array.isArray(value) ? value.every((item) => nested.isSure(item)) : nested.isSure(value);
}

/** By name; undefined where something about the class is not understood. */
function fieldsOf(form: Form): Map<string, Field> | undefined {
  const fields = new Map<string, Field>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(form, '', false, false)) {
    const name = rule.propertyName;
    const field = fields.get(name) ?? { optional: false, rules: [], nested: undefined };
    fields.set(name, field);
    if (rule.groups?.length || rule.validateIf) return undefined;
    if (rule.type === ValidationTypes.NESTED_VALIDATION) {
      const nested = Reflect.getMetadata(NESTED, form.prototype as object, name) as (() => Form) | undefined;
      if (!nested) return undefined;
      field.nested = PlainForm.of(nested());
    } else if (rule.type === ValidationTypes.CONDITIONAL_VALIDATION && rule.name === IS_OPTIONAL) field.optional = true;
    else if (rule.type === ValidationTypes.CUSTOM_VALIDATION) field.rules.push(...customRules(rule));
    else return undefined;
  }
  return fields.size > 0 ? fields : undefined;
}

function customRules({ constraintCls, constraints, propertyName, each }: Metadata): Check[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => {
      // One for all calls: rules look at it while they judge, and keep nothing.
      const about = { targetName: '', property: propertyName, object: {}, constraints, value: undefined as unknown };
      const rule: Check = (value) => {
        about.value = value;
        return instance.validate(value, about) === true; // what is answered later is not `true` now
      };
      return each ? (value) => (Array.isArray(value) ? value.every(rule) : rule(value)) : rule;
    });
}
