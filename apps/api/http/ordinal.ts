import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { problem } from '#platform/problem.js';

/** A place in a matter's own count, from 1, in its one spelling. Throws 400 parameter-malformed for any other text. */
@Injectable()
export class OrdinalPipe implements PipeTransform<string, number> {
  transform(text: string, { data: parameter }: ArgumentMetadata): number {
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
    throw problem('parameter-malformed', { errors: [{ parameter, code: 'ordinal', detail: 'a number from 1, without sign' }] });
  }
}
