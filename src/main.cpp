// The wiring diagram.
int main() { return 0; }
