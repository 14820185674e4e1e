/** How many values an open label may have before the cardinality guard answers `other`. */
export const MAX_MODELS = 20;
export const MAX_MODEL_VERSIONS = 50;
export const MAX_ROUTES = 60;
export const MAX_FEATURES = 64;
export const MAX_ALERTS = 120;
/** Over all features: numeric ones share the positions of some twenty bins, each category has its name. */
export const MAX_FEATURE_BINS = 100;
export const MAX_SEGMENTS = 20;
