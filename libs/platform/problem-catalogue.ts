// Every problem that a client can meet: one row each, and the page that its `type` links to is made from the row.
// 400: the request cannot be read (protocol, URL, parameters, headers, JSON). 422: it can be read, but the content of its body is wrong.
// A new code is a new row. Codes are stable: clients switch on them.

export interface ProblemKind {
  status: number;
  title: { zh: string; en: string };
  /** What happened and what the caller can do, for a person. */
  explanation: { zh: string; en: string };
}

const kind = (
  status: number,
  en: [title: string, explanation: string],
  zh: [title: string, explanation: string],
): ProblemKind => ({
  status,
  title: { zh: zh[0], en: en[0] },
  explanation: { zh: zh[1], en: en[1] },
});

export const PROBLEMS = {
  'malformed-request': kind(
    400,
    ['The request is not valid HTTP', 'The message breaks the protocol. The connection may be closed after this answer.'],
    ['请求不符合 HTTP 协议', '报文违反协议,答复后连接可能关闭。'],
  ),
  'malformed-url': kind(
    400,
    ['The URL cannot be read', 'Percent-encode the URL as UTF-8, without control characters.'],
    ['网址无法解析', '请以 UTF-8 百分号编码书写网址,不得含控制字符。'],
  ),
  'parameter-malformed': kind(
    400,
    [
      'A query or path parameter is not valid',
      'Each entry of "errors" names the parameter. A parameter is given once, and only where it is documented.',
    ],
    ['查询参数或路径参数无效', '“errors”逐项指明有问题的参数。每个参数只能出现一次,且须为文档所列。'],
  ),
  'header-malformed': kind(
    400,
    ['A header is not valid', 'Each entry of "errors" names the header and what it must look like.'],
    ['请求头无效', '“errors”逐项指明有问题的请求头及其应有格式。'],
  ),
  'malformed-json': kind(
    400,
    ['The body is not valid JSON', 'Send one JSON object or array in UTF-8, without a byte order mark (RFC 8259).'],
    ['请求正文不是有效的 JSON', '请发送一个 UTF-8 编码、不带字节顺序标记的 JSON 对象或数组(RFC 8259)。'],
  ),
  'duplicate-key': kind(
    400,
    ['A key appears twice in one object', 'Readers disagree about which of the two counts, so neither is accepted.'],
    ['同一对象中键名重复', '对重复键名的解读因程序而异,因此不予接受。'],
  ),
  'too-deep': kind(
    400,
    ['The body is nested too deeply', 'No form of this service needs more than 32 levels.'],
    ['请求正文嵌套过深', '本系统的任何表单均不需要超过 32 层嵌套。'],
  ),
  'too-many-values': kind(
    400,
    ['The body holds too many values', 'Split the request into smaller ones.'],
    ['请求正文所含的值过多', '请拆分为多个较小的请求。'],
  ),
  'text-not-unicode': kind(
    400,
    ['A text is not valid Unicode', 'NUL, lone surrogates and bytes that are not UTF-8 cannot be stored or compared.'],
    ['文本不是有效的 Unicode', '空字符、孤立代理项以及非 UTF-8 字节无法保存和比对。'],
  ),
  'number-out-of-range': kind(
    400,
    [
      'A number cannot be kept exactly',
      'Integers go up to 2^53 − 1, other numbers to 17 significant digits. Send longer identifiers as text.',
    ],
    ['数值无法精确保存', '整数不得超过 2^53 − 1,其他数值不得超过 17 位有效数字。更长的编号请以文本发送。'],
  ),
  'number-malformed': kind(
    400,
    [
      'Not a filing number',
      'A filing number has 21 digits, the last of them a check digit, with or without 网信算备 before and 号 after it.',
    ],
    ['备案编号格式错误', '备案编号为 21 位数字,末位为校验码,可带“网信算备”前缀和“号”后缀。'],
  ),
  'position-unknown': kind(
    400,
    [
      'No such position in the log',
      'Use a position that an answer of this service gave. After a restore, positions begin anew: read again.',
    ],
    ['日志中没有该位置', '请使用本系统答复中给出的位置。系统恢复后位置重新编排,请重新读取。'],
  ),
  'idempotency-key-missing': kind(
    400,
    [
      'Idempotency-Key is required',
      'Send a fresh key of 1 to 255 visible ASCII characters, and repeat it when you repeat the request.',
    ],
    ['缺少 Idempotency-Key', '请附上由 1 至 255 个可见 ASCII 字符组成的新键,重发同一请求时使用同一键。'],
  ),
  unauthenticated: kind(
    401,
    ['Authentication is required', 'Send an access token: Authorization: Bearer …'],
    ['需要身份认证', '请附上访问令牌:Authorization: Bearer …'],
  ),
  'token-invalid': kind(
    401,
    ['The access token is not valid', 'It may have expired, or be meant for another service. Obtain a new one.'],
    ['访问令牌无效', '令牌可能已过期,或并非签发给本系统。请重新获取。'],
  ),
  forbidden: kind(
    403,
    ['You may not do this', 'Your account lacks the role that this act needs.'],
    ['无权执行此操作', '您的账户不具有此操作所需的角色。'],
  ),
  'not-found': kind(
    404,
    ['Nothing here for you', 'There is no such thing, or it lies outside your region or organisation.'],
    ['未找到', '对象不存在,或不在您的管辖地区或所属组织范围内。'],
  ),
  'method-not-allowed': kind(
    405,
    ['The resource does not know this method', 'The Allow header lists the methods that it knows.'],
    ['该资源不支持此方法', 'Allow 响应头列出了可用的方法。'],
  ),
  'not-acceptable': kind(
    406,
    ['No such representation', 'The Accept header excludes every form that this resource has.'],
    ['没有可接受的表示形式', 'Accept 请求头排除了该资源的所有形式。'],
  ),
  'request-timeout': kind(
    408,
    ['The request did not arrive in time', 'Send it again, whole.'],
    ['请求未及时送达', '请重新发送完整的请求。'],
  ),
  refused: kind(
    409,
    [
      'Refused in the present state',
      '"code" names the rule and "article" the provision; "allowed" lists what the matter can answer now.',
    ],
    ['当前状态下不予办理', '“code”指明规则,“article”指明依据条款,“allowed”列出该事项当前可办理的操作。'],
  ),
  'precondition-failed': kind(
    412,
    ['The matter has changed since you read it', 'Read it again, and repeat the request with the new ETag if it still holds.'],
    ['自您读取后该事项已变更', '请重新读取;如仍需办理,请以新的 ETag 重发请求。'],
  ),
  'body-too-large': kind(
    413,
    ['The body is too large', 'Hand in files as attachments, and split long lists.'],
    ['请求正文过大', '文件请作为附件提交,较长的列表请拆分。'],
  ),
  'url-too-long': kind(
    414,
    ['The URL is too long', 'A part of the path exceeds its limit.'],
    ['网址过长', '路径中的某一部分超过长度限制。'],
  ),
  'media-type': kind(
    415,
    [
      'The body has a media type that this resource does not take',
      'Forms are application/json in UTF-8, uncompressed. Attachments have a type of their own list.',
    ],
    ['该资源不接受此媒体类型', '表单须为未压缩的 UTF-8 application/json,附件类型见其专用清单。'],
  ),
  'expectation-failed': kind(
    417,
    ['The expectation cannot be met', 'Expect knows 100-continue only.'],
    ['无法满足 Expect 要求', 'Expect 请求头仅支持 100-continue。'],
  ),
  'unknown-field': kind(
    422,
    ['A field is not known', 'Fields that the form does not have are refused rather than dropped: they are usually misspelt.'],
    ['含有未知字段', '表单中不存在的字段一律拒收而不是忽略,此类字段通常为拼写错误。'],
  ),
  invalid: kind(
    422,
    ['The content is not valid', 'Each entry of "errors" points to one field and says what it must be.'],
    ['内容不符合要求', '“errors”逐项指明字段及其要求。'],
  ),
  'digest-mismatch': kind(
    422,
    [
      'The digest differs from the content',
      'The bytes that arrived do not have the SHA-256 that was announced. Nothing was kept.',
    ],
    ['摘要与内容不符', '收到的数据与所声明的 SHA-256 不一致,未予保存。'],
  ),
  'idempotency-key-reused': kind(
    422,
    ['The Idempotency-Key belongs to another request', 'This key was used with another body. Use a fresh key for a new request.'],
    ['Idempotency-Key 已用于其他请求', '该键曾用于内容不同的请求。新的请求请使用新的键。'],
  ),
  'precondition-required': kind(
    428,
    [
      'If-Match is required',
      'An existing matter is changed only by one who names the version that was read: If-Match with its ETag.',
    ],
    ['缺少 If-Match', '变更既有事项须以 If-Match 指明所读取的版本(ETag)。'],
  ),
  'rate-limited': kind(
    429,
    ['Too many requests', 'Retry-After says when to come again; the RateLimit header shows what is left.'],
    ['请求过于频繁', 'Retry-After 指明何时可重试,RateLimit 响应头显示剩余额度。'],
  ),
  'headers-too-large': kind(
    431,
    ['The headers are too large', 'URL and headers together may have 16 KiB.'],
    ['请求头过大', '网址与请求头合计不得超过 16 KiB。'],
  ),
  internal: kind(
    500,
    [
      'Something failed here',
      'The fault is ours and is recorded under the id in "instance". Repeating with the same Idempotency-Key is safe.',
    ],
    ['系统内部错误', '故障在本系统,已按“instance”所示编号记录。以同一 Idempotency-Key 重试是安全的。'],
  ),
  unavailable: kind(
    503,
    ['The log cannot be reached', 'Whether the act was recorded is not known. Repeat it with the same Idempotency-Key.'],
    ['日志暂不可用', '操作是否已记录尚不确定,请以同一 Idempotency-Key 重试。'],
  ),
  'not-projected-yet': kind(
    503,
    ['Not readable yet', 'The position that you asked for has not reached this view. Come again after Retry-After.'],
    ['数据尚未就绪', '您要求的位置尚未反映到此视图,请在 Retry-After 之后重试。'],
  ),
  stale: kind(
    503,
    ['This view has stopped', 'It cannot be trusted until it is mended. What was filed is safe in the log.'],
    ['此视图已停止更新', '修复之前其内容不可信。已提交的事项均保存在日志中。'],
  ),
  busy: kind(
    503,
    ['More work than the service can take', 'Nothing was recorded. Repeat with the same Idempotency-Key after Retry-After.'],
    ['系统繁忙', '未记录任何内容,请在 Retry-After 之后以同一 Idempotency-Key 重试。'],
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether there is a row for this code. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);
