/** Why statements of an Open Threat Model are not carried over. */
export const otmWhys = {
  drawing: 'It is about the drawing; Pericard draws its own',
  tag: 'Free words; a device file has none',
  rating: 'A rating; `policy` demands a depth for each goal instead',
  threat: 'Rules and the attack graph find threats; state what mitigates this one as a control',
  attributes: 'Free attributes; a device file has no place for them',
  zone: 'A zone of a device file is its id only',
} as const
