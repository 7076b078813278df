using KeyvoxSample;

// guest: a guest's code at a door. stay: a booking with its codes. Settings: see ../README.md.
switch (args)
{
    case ["guest"]:
        await Guest.RunAsync(KeyvoxClient.OfEnvironment());
        return 0;
    case ["stay"]:
        await Stay.RunAsync(KeyvoxClient.OfEnvironment());
        return 0;
    default:
        Console.Error.WriteLine("Say guest or stay.");
        return 2;
}
