#ifndef C_BCRYPT_H
#define C_BCRYPT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Hashes `phrase` with the settings of `setting`, a bcrypt hash, through the system's libcrypt. Writes the hash, which
/// ends with a zero byte, to `output` (at least 64 bytes). Returns 0, or -1 if libcrypt refuses the setting. May be called
/// from several threads at once.
int32_t vencejo_bcrypt(const char *phrase, const char *setting, char *output);

#ifdef __cplusplus
}
#endif

#endif
