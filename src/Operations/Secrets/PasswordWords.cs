namespace Latchwork.Operations.Secrets;

/// <summary>What people make bad passwords of, in lower case: the raw material of <see cref="PasswordBlocklist"/>.</summary>
internal static class PasswordWords
{
    public static string[] All { get; } = Split(Text);

    /// <summary>Used as whole rows, in parts, backwards and doubled.</summary>
    public static string[] KeyboardRows { get; } =
        Split(
            """
            1234567890 0123456789 qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn abcdefghijklmnopqrstuvwxyz
            1qaz2wsx3edc4rfv5tgb6yhn7ujm 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 qazwsxedcrfvtgbyhnujm 1a2s3d4f5g6h7j8k a1b2c3d4e5f6g7h8 qawsedrftgyhujikolp
            123qweasdzxc 123456qwerty 159357 147258369 741852963 789456123 987654321 qweasdzxc
            """
        );

    /// <summary>The passphrases that every list of leaked passwords has.</summary>
    public static string[] Phrases { get; } =
        Split(
            """
            correcthorsebatterystaple trustno1 letmein letmeinnow iloveyou iloveyou2 iloveyouforever ilovemyself ihateyou youandme whatever thisismypassword
            mypassword thepassword newpassword oldpassword password1234567 passwordpassword changeme changemenow pleasechangeme defaultpassword adminadmin
            administrator rootroot rootpassword testtest testpassword guestguest userpassword nopassword secretpassword supersecret topsecret opensesame
            abracadabra hocuspocus openthedoor opendoor thedoor frontdoor mydoor doorlock smartlock mylock unlockme unlock lockbox frontdesk checkin checkout
            welcomehome welcome2hotel hotelpassword staffpassword office365 qwertyqwerty qwerty12345678 asdfasdf zaq12wsx zaq1zaq1 p@ssw0rd p@ssword passw0rd
            pa55word pa55w0rd p4ssw0rd adm1n letme1n w3lcome monkey123 starwars startrek blink182 ncc1701 bond007 jamesbond johnsmith lordoftherings
            harrypotter gameofthrones mercedesbenz manchesterunited realmadrid fcbarcelona newyork losangeles sanfrancisco
            """
        );

    private const string Text = """
        password pass passwort passwd secret login admin root user guest test tester testing demo default master manager service support system server
        welcome hello hallo hola bonjour letmein access enter open door lock key keys code hotel room guestroom lobby desk office home house apartment flat
        garage gate building tower front reception concierge cleaner cleaning staff security safe safety smart cloud gateway device sesame unlock
        love lover iloveyou lovely baby babe honey sweet sweetie angel princess prince queen king kingdom heart kiss forever always happy smile lucky
        monkey dragon tiger lion eagle falcon hawk wolf bear panda koala puppy kitty kitten dog doggy cat horse pony rabbit bunny dolphin shark turtle
        chicken duck butterfly spider snake cobra panther jaguar mustang bronco phoenix unicorn dinosaur
        football soccer baseball basketball hockey tennis golf rugby cricket boxing racing runner skater surfer swimmer coach champion winner player
        arsenal chelsea liverpool barcelona madrid juventus milan bayern dortmund ajax celtic rangers benfica porto yankees lakers cowboys steelers
        michael jennifer jessica ashley amanda daniel david robert william james john joseph thomas charles george andrew matthew joshua anthony nicholas
        alexander alex sandra sarah maria anna julia laura emma olivia sophie sophia lucas lukas martin peter stefan thomas andreas christian patrick
        kevin brian jason justin brandon jordan taylor tyler dylan ryan eric mark paul steve steven scott richard edward henry oliver oscar charlie
        charlotte emily chloe grace lily daisy rose jasmine violet ruby amber crystal diamond pearl gold golden silver bronze platinum
        mohamed ahmed fatima carlos jose juan miguel antonio francisco alejandro pedro diego gabriel rafael camila valentina isabella giulia marco luca
        giovanni francesca pierre jean marie claire nicole michelle natalie vanessa samantha elizabeth victoria katherine margaret barbara patricia linda
        yuki sakura haruto hiroshi takashi kenji akira naruto tokyo osaka kyoto japan korea china india brazil mexico canada america england london paris
        berlin munich vienna zurich geneva rome venice lisbon dublin sydney melbourne texas florida california newyork chicago boston dallas denver
        summer winter spring autumn january february march april june july august september october november december monday tuesday wednesday thursday
        friday saturday sunday weekend holiday vacation christmas easter halloween birthday party
        sunshine sunset sunrise moon moonlight star stars starlight sky ocean river mountain forest island beach flower garden rainbow thunder lightning storm
        shadow ghost spirit magic wizard witch merlin gandalf vampire zombie ninja samurai pirate knight warrior hunter killer soldier army marine ranger
        batman superman spiderman ironman hulk thor joker robin pokemon pikachu mario luigi zelda sonic minecraft fortnite roblox starwars yoda vader matrix
        computer internet google facebook twitter instagram youtube amazon apple microsoft windows linux ubuntu android iphone samsung nokia sony nintendo
        xbox playstation oracle cisco intel network database website online mobile digital laptop monitor keyboard printer mouse router wireless
        coffee chocolate cookie cheese pizza burger banana orange cherry apple lemon peaches strawberry vanilla pepper ginger sugar candy butter bacon whiskey
        guitar piano music rock metal metallica nirvana slipknot eminem beatles elvis disco dance dancer singer artist
        ferrari porsche mercedes toyota honda nissan corvette camaro harley yamaha ducati subaru volvo audi
        freedom peace liberty justice power energy strong thunderbolt fire firefly flame ice snow snowball water earth wind blue green yellow purple orange
        black white brown pink red maverick hammer rocket spartan trooper viking titan genius boss legend hero rebel bandit cowboy scooter buster
        money dollar cash bank rich million business company sales marketing finance invoice student teacher school college university doctor nurse police
        jesus christ god bless faith church heaven angels buddha allah
        asdf qwer zxcv qwerty qwertz azerty qazwsx asdfgh zxcvbn abc abcd abcdef xyz aaa iii temp temporary change changeme whatever nothing something
        family mother father mommy daddy brother sister friend friends children grandma grandpa wife husband girl boy lady gentleman
        """;

    private static string[] Split(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
