#pragma once
// The walls around a script's process. Inside the room alone.
namespace tenure::script {

// From here on this process can compute, read and write the descriptors it has, and end. Anything else ends it.
// False: the machine has no such walls, and then no script may run.
bool lock_in();

}  // namespace tenure::script
