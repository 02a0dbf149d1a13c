import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isTrack, type ReviewTrack, reviewTracks } from '#domain/assessment-state.js';
import { problem } from '#platform/problem.js';

/** The kind of agency whose review it is. Throws 400 parameter-malformed for any other text. */
@Injectable()
export class ReviewTrackPipe implements PipeTransform<string, ReviewTrack> {
  transform(text: string, { data: parameter }: ArgumentMetadata): ReviewTrack {
    if (isTrack(text)) return text;
    throw problem('parameter-malformed', { errors: [{ parameter, code: 'agency-kind', detail: reviewTracks.join(' or ') }] });
  }
}
