#include "CPrometheusZlib.h"
