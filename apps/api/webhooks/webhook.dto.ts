import { OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { type PublicStatus } from '#read-models/registry-row.js';
import { type StatusChangeKind, statusChanges } from '#read-models/store-status-row.js';
import { type DeliveryStatus, deliveryStatuses } from '#reactions/webhook-deliveries.js';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

const publicStatuses = Object.keys({
  filed: true,
  restricted: true,
  suspended: true,
  cancelled: true,
  revoked: true,
} satisfies Record<PublicStatus, true>) as PublicStatus[];

export class WebhookFormDto {
  /** Where to: https, on port 443 or 8443, at a name or address of the public Internet. */
  @IsText({ max: 2048 })
  url: string;

  /** In your own words. */
  @IsOptional()
  @IsText({ max: 200 })
  description?: string;

  /** Only changes into one of these statuses; all, where absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(publicStatuses.length)
  @ArrayUnique()
  @IsIn(publicStatuses, { each: true })
  statuses?: PublicStatus[];

  /** Only changes of one of these kinds; all, where absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(statusChanges.length)
  @ArrayUnique()
  @IsIn(statusChanges, { each: true })
  changes?: StatusChangeKind[];

  /** Only what concerns the apps of your watch list; everything, where absent. */
  @IsOptional()
  @IsBoolean()
  ownApps?: boolean;
}

export class WebhookOpeningDto extends WebhookFormDto {
  /** Sign with a shared secret (`v1`) too, beside the public key (`v1a`). */
  @IsOptional()
  @IsBoolean()
  hmac?: boolean;
}

export class WebhookKeysFormDto {
  /** Whether there is to be a shared secret; as before, where absent. */
  @IsOptional()
  @IsBoolean()
  hmac?: boolean;
}

export class WebhookReplayFormDto {
  /** A cursor of the status feed, or a position: all that changed after it is sent again. */
  @IsText({ max: 64 })
  after: string;
}

class WebhookFailingDto {
  since: string;
  /** Attempts in a row. */
  attempts: number;
}

class WebhookDisabledDto {
  at: string;
  /** `gone`: it answered 410. `failing`: it took nothing for a day. */
  reason: 'gone' | 'failing';
}

export class WebhookDto {
  id: string;
  url: string;
  description?: string;
  statuses?: string[];
  changes?: string[];
  /** Only what concerns the apps of the store's watch list. */
  ownApps: boolean;
  createdAt: string;
  /** `whpk_…`, Ed25519, for signatures `v1a`. The newest first; a replaced one still signs for a day. */
  publicKeys: string[];
  /** Signatures `v1` too. */
  hmac: boolean;
  /** While attempts fail. */
  failing?: WebhookFailingDto;
  /** Until it is enabled again; what changes meanwhile waits. */
  disabled?: WebhookDisabledDto;
}

export class WebhookIssuedDto extends WebhookDto {
  /** `whsec_…`, the shared secret. It is shown this once. */
  secret?: string;
}

export class WebhookListDto {
  /** Oldest first. */
  webhooks: WebhookDto[];
}

export class DeliveryQuery extends OmitType(PageQuery, ['as_of'] as const) {
  @IsOptional()
  @IsIn(deliveryStatuses)
  status?: DeliveryStatus;
}

export class DeliveryDto {
  /** The `webhook-id`, the same for each attempt and each replay. */
  id: string;
  type: string;
  status: DeliveryStatus;
  /** Of the change; absent in a test. */
  cursor?: string;
  attempts: number;
  wantedAt: string;
  lastAttemptAt?: string;
  nextAttemptAt?: string;
  doneAt?: string;
  /** Of the last answer, if there was one. */
  responseStatus?: number;
  /** Why the last attempt failed: `timeout`, `redirect`, `status-500`, `blocked-address`, or a code of the connection. */
  error?: string;
}

export class DeliveryListDto {
  /** Newest first. */
  deliveries: DeliveryDto[];
}

export class WebhookTestDto {
  /** The `webhook-id` of the test; it is listed among the deliveries. */
  id: string;
}
