using SifelySample;

// guest: a guest's code for a stay. receiver: what happens at the doors, by webhook. Settings: see ../README.md.
switch (args)
{
    case ["guest"]:
        await Guest.RunAsync();
        return 0;
    case ["receiver"]:
        await Receiver.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Say guest or receiver.");
        return 2;
}
