using ScimGateway.Bench.Servers;

var app = args switch
{
    ["backend", var port] => Backend.Create(int.Parse(port), users: 1000),
    ["backend", var port, var users] => Backend.Create(int.Parse(port), int.Parse(users)),
    ["yarp", var port, var backend] => BareYarp.Create(int.Parse(port), new Uri(backend)),
    _ => null,
};

if (app is null)
{
    await Console.Error.WriteLineAsync("Usage: backend PORT [USERS in a list] | yarp PORT BACKEND-URL");
    return 64;
}

await app.RunAsync();
return 0;
