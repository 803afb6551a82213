# Read by the build of PROJ (see .cargo/config.toml): its database of coordinate
# reference systems goes into the library, and no data folder is ever looked for.
set(EMBED_RESOURCE_FILES ON CACHE BOOL "" FORCE)
set(USE_ONLY_EMBEDDED_RESOURCE_FILES ON CACHE BOOL "" FORCE)
