#define _GNU_SOURCE
#include "CBcrypt.h"

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

int32_t vencejo_bcrypt(const char *phrase, const char *setting, char *output) {
    // Too large for the stacks of threads that have small ones.
    struct crypt_data *data = calloc(1, sizeof(struct crypt_data));
    if (data == NULL) return -1;
    const char *hash = crypt_r(phrase, setting, data);
    int32_t status = -1;
    if (hash != NULL && hash[0] == '$' && strlen(hash) < 64) {
        strcpy(output, hash);
        status = 0;
    }
    memset(data, 0, sizeof(*data));
    free(data);
    return status;
}
