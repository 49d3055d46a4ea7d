using ScimGateway.Bench.Servers;

if (args is ["attack", var address, var pid, var seconds, var only])
{
    await new Attacks(new Uri(address), TimeSpan.FromSeconds(int.Parse(seconds))).RunAsync(int.Parse(pid), only);
    return 0;
}

if (args is ["attackers", var attacked, var attack, var time])
{
    await new Attacks(new Uri(attacked), TimeSpan.FromSeconds(int.Parse(time))).SendAsync(int.Parse(attack));
    return 0;
}

var app = args switch
{
    ["backend", var port] => Backend.Create(int.Parse(port), users: 1000),
    ["backend", var port, var users] => Backend.Create(int.Parse(port), int.Parse(users)),
    ["yarp", var port, var backend] => BareYarp.Create(int.Parse(port), new Uri(backend)),
    ["heavy", var port] => HeavyBackend.Create(int.Parse(port)),
    _ => null,
};

if (app is null)
{
    await Console.Error.WriteLineAsync("Usage: backend PORT [USERS in a list] | yarp PORT BACKEND-URL | heavy PORT | attack "
        + "GATEWAY-URL PID SECONDS TEXT-OF-A-NAME | attackers GATEWAY-URL ATTACK SECONDS");
    return 64;
}

await app.RunAsync();
return 0;
