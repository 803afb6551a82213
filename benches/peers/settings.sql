-- What a server with this memory would be given; compiling queries costs more than it gains.
CREATE EXTENSION postgis;
SET jit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '256MB';
SET max_parallel_workers_per_gather = 2;

CREATE TABLE zones (zone int, outline geometry);
CREATE TABLE lakes (lake int, area geometry);
CREATE TABLE deliveries (delivery int, service text);
CREATE TABLE delivered (delivery int, area geometry);
CREATE TABLE points (point int, position geometry);
