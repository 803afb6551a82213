//! What is embedded is part of the build: migrations by `sqlx::migrate!`, the
//! page and the demonstration by rust-embed, which doesn't see new files itself.

fn main() {
    for folder in ["migrations", "web/dist", "data/region", "data/demonstration"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
