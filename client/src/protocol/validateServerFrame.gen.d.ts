// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.

import type { ServerFrame } from './frames.gen'

export default function validateServerFrame(value: unknown): value is ServerFrame
