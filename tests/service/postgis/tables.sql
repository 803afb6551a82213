-- What both sides are given. A number is a place in the test's own list.
CREATE TABLE zones (zone int, outline geometry);
CREATE TABLE lakes (lake int, area geometry);
CREATE TABLE drawn (delivery int, area geometry);
CREATE TABLE supplies (supply int, delivery int);
CREATE TABLE asked_zones (zone int, area geometry);
CREATE TABLE asked_points (point int, position geometry);
