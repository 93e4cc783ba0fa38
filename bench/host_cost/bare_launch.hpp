// The least that any launch costs the host: a kernel of one empty block.
#pragma once

namespace faltung::bench {

void bare_launch();

}  // namespace faltung::bench
