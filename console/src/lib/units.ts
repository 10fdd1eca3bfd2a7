// The units that must act: the first picked leads, there is always one lead if there is any unit.

export interface Chosen {
  lead: string;
  support: string[];
}

export function add(chosen: Chosen, code: string): Chosen {
  if (chosen.lead === code || chosen.support.includes(code)) return chosen;
  return chosen.lead === "" ? { ...chosen, lead: code } : { ...chosen, support: [...chosen.support, code] };
}

export function remove(chosen: Chosen, code: string): Chosen {
  const support = chosen.support.filter((other) => other !== code);
  if (chosen.lead !== code) return { ...chosen, support };
  const [lead = "", ...rest] = support;
  return { lead, support: rest };
}

/** Makes a supporting unit the lead; the lead before becomes the first supporting unit. */
export function makeLead(chosen: Chosen, code: string): Chosen {
  if (!chosen.support.includes(code)) return chosen;
  return { lead: code, support: [chosen.lead, ...chosen.support.filter((other) => other !== code)] };
}
