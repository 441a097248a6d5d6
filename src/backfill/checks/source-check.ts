import type { TextFinding } from "../../domain/enrichment.ts";
import type { Fact } from "../product-facts.ts";

/**
 * Product data that speak to a machine instead of a shopper. A model may have done what they say with nothing but words
 * that stand in them, which no other check would notice: a person looks.
 */
export function checkSource(facts: readonly Fact[]): readonly TextFinding[] {
  return facts.flatMap(({ label, value }) => {
    // An order may be parted over the two; a colon between them would be ours.
    const said = orders.map((pattern) => pattern.exec(`${label} ${value}`)?.[0]).find((each) => each !== undefined);
    if (said === undefined) return [];
    return [
      { check: "instructions", says: `The product's data (${label}) read like instructions: “${said}”.`, text: "" },
    ];
  });
}

const orders: readonly RegExp[] = [
  /\b(?:ignor\w*|disregard\w*|forget\w*|override\w*|overrule\w*|bypass\w*|skip|stop following|vergiss|ignorier\w*|missachte\w*|oublie\w*|ignorez|olvida\w*|ignora\w*)\b.{0,60}\b(?:instruction\w*|prompt\w*|rules?|above|previous|prior|earlier|system|everything|all|guidelines?|checks?|anweisung\w*|regeln?|alles|vorherig\w*|instrucciones|reglas|consignes|pr[eé]c[eé]dent\w*|anterior\w*|istruzioni)\b/iu,
  /\b(?:system|assistant|user|developer|human|ai|admin|tool|function)\s*(?:message|prompt|note|override)?\s*[:>\]]/iu,
  /<\|?\/?(?:im_start|im_end|system|endoftext|s|inst)\b|\[\/?inst\]|#{2,}\s*\w+|```|"""|<!--|\{\{|\}\}|\$\{/iu,
  /\b(?:you are|you're|act as|pretend (?:to|you|that|this)|roleplay|from now on|new (?:task|instructions?|rules?)|your (?:task|role|job|answer|output|response|instructions?)|du bist|tu es|eres)\b/iu,
  /\b(?:respond|reply|answer|output|print|return|write|say|repeat|respond|translate|describe|append|include|mention|add|insert|copy|state|claim|recommend)\s+(?:only|with|that|this|the (?:following|text|words?|phrase|sentence|description)|exactly|as|in|it|to|["'“”:])/iu,
  /\b(?:schreib\w*|antworte\w*|gib|sage|erwaehne|erwähne|écri\w*|r[ée]pond\w*|escrib\w*|responde|scrivi|rispondi)\b.{0,30}["'“”:]/iu,
  /\b(?:language model|chatgpt|gpt-?\d|llm|claude|gemini|openai|anthropic|jailbreak|dan mode|sudo|prompt injection)\b/iu,
  /\b[a-z]+:\/\/|\bwww\.|\b(?:javascript|data):/iu,
  /[A-Za-z0-9+/]{60,}={0,2}/u,
  /["“”]?(?:description|attributes|role|content)["“”]?\s*[:=]\s*["“”{[]/iu,
  /\b(?:end of (?:data|product|input)|begin (?:instructions?|system)|important|attention|note to)\s*[:!]/iu,
];
