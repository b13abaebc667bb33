/* Ends with 0 if the server in this container answers: the image has no other program that could ask it. */
const answer = await fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/health`).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
