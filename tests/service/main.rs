//! The service from outside: its library as a caller uses it, its routes over
//! HTTP, its command line, and its own rules about itself. One binary, so that
//! it links once.

mod access_commands;
mod backup_commands;
mod fetch;
mod formats;
mod hooks;
mod house;
mod killed;
mod mail;
mod manual;
mod postgis;
mod real_input;
mod requirement_command;
mod routes;
mod sign_in;
mod verify_command;
