/** Words that say a sentence is about a markdown, and words that may. */
export const MARKDOWN =
  /(?:\b|_)(?:mark(?:ed|ing)?[ -]?downs?|mds?(?=\b|_)|checkpoints?|clearance|price (?:cut|review|reduction)|sell[ -]?through|s\/t|discount(?:s|ing)?)(?:\b|_)|\bcheck\b|\btrigger\b/;
export const WEAK_MARKDOWN = /\breview\b|\bsold\b|\bst\b/;
